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
    """Put `params` into `template`, numbers with a fraction to two decimal places.

    >>> fill("wider than chance by %(times)s in phase %(phase)s", {"times": 4.2371, "phase": 1})
    'wider than chance by 4.24 in phase 1'
    """
    shown = {name: f"{value:.2f}" if isinstance(value, float) else value for name, value in params.items()}
    return template % shown
