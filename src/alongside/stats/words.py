"""How a room without Django marks the sentences that people read.

The English lives in one table beside the code that needs it; pages pass their own
translation function, called `say`, to the functions that make sentences.
"""

from collections.abc import Callable, Mapping

Say = Callable[[str], str]


def N_(template: str) -> str:  # noqa: N802  the name that tools for translators look for
    """Mark `template` for the translation catalogues; return it unchanged."""
    return template


def in_english(template: str) -> str:
    """The `say` of somebody who wants the English."""
    return template


def fill(template: str, params: Mapping[str, object]) -> str:
    """Put `params` into `template`, fractions to two decimal places at most.

    >>> fill("%(times)s times in phase %(phase)s of %(all)s", {"times": 4.2371, "phase": 1, "all": 7.0})
    '4.24 times in phase 1 of 7'
    """
    return template % {name: _short(value) for name, value in params.items()}


def _short(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
