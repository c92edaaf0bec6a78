"""Problems and notes: what could not be read, and how something was read, each as a code with its
particulars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SHOWN_CHARACTERS = 40


@dataclass(frozen=True)
class Problem:
    """Something that stops a file from being used. `sentences.sentence` says it in words.

    `line` is the row as a spreadsheet numbers it, `column` the name of the column.
    """

    code: str
    line: int | None = None
    column: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Note(Problem):
    """Something the reader did that the person should know of; nothing is wrong."""


class Unreadable(Exception):
    """The file as a whole cannot be read. `problem` says why."""

    def __init__(
        self, code: str, line: int | None = None, column: str | None = None, **params: object
    ) -> None:
        self.problem = Problem(code, line, column, params)
        super().__init__(code)

    def __str__(self) -> str:
        from alongside.tabular.sentences import sentence

        return sentence(self.problem)


class Problems:
    """Collects problems: keeps the first few of each kind and counts the rest, so that a bad file stays
    cheap.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[Problem] = []
        self._uncounted = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(self, problem: Problem) -> None:
        """Keep one problem."""
        self._kept.append(problem)

    def add_some(self, problems: Iterable[Problem], altogether: int) -> None:
        """Keep the problems made from the first few of `altogether` rows, and count the others."""
        before = len(self._kept)
        self._kept.extend(problems)
        self._uncounted += altogether - (len(self._kept) - before)

    @property
    def most(self) -> int:
        """How many problems of one kind are worth making."""
        return self._most

    def listed(self) -> list[Problem]:
        """In order of rows, at most `most`, then one that says how many more there are."""
        ordered = sorted(self._kept, key=lambda problem: problem.line or 0)
        shown = ordered[: self._most]
        more = len(ordered) - len(shown) + self._uncounted
        return [*shown, Problem("more", params={"count": more})] if more else shown


def shown(value: str) -> str:
    """Return somebody's text fit to be quoted in a sentence: printable and short."""
    text = "".join(
        character if character.isprintable() else " " for character in value[: SHOWN_CHARACTERS * 4]
    )
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1].rstrip() + "…"


def some_rows(lines: Iterable[int], altogether: int, most: int = 6) -> str:
    """Return row numbers for a sentence: "4, 9, 15" or "4, 9, 15, …"."""
    first = [str(line) for _, line in zip(range(most), lines, strict=False)]
    return ", ".join(first) + (", …" if altogether > len(first) else "")
