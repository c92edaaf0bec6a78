"""A first look at a table, for a page that asks which column means what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from alongside.tabular.figures import Floats, Rows, read_figures
from alongside.tabular.missing import is_empty, is_missing
from alongside.tabular.moments import read_moments
from alongside.tabular.problems import Problems
from alongside.tabular.table import Column, Table

_ENOUGH = 0.8
"""A column is dates or numbers if at least this share of its filled cells is; the rest will be problems to
correct.
"""
_LOOKED_AT = 5_000
_FEW = 30
_AGAIN = 5
"""More than a few different words are only kinds of something if each comes about five times."""
_CODES = 10

_X_NAMES = ("date", "month", "week", "day", "period", "quarter", "year", "time")
_NUMERATOR_NAMES = (
    "numerator",
    "num",
    "count",
    "number",
    "yes",
    "events",
    "value",
    "result",
    "score",
)
_DENOMINATOR_NAMES = (
    "denominator",
    "denom",
    "n",
    "total",
    "all",
    "out of",
    "eligible",
    "responses",
    "attendances",
    "bed days",
)


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold: dates, numbers, kinds (a few words again and again), words, or nothing."""

    name: str
    letter: str
    holds: str
    filled: int
    different: int


@dataclass(frozen=True)
class Preview:
    """The first rows with their numbers, a guess for each column, and the columns that a chart would likely
    use.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    guesses: tuple[Guess, ...]
    x: str | None
    y: str | None
    n: str | None
    kinds: tuple[str, ...]
    """Columns that could say which series a row belongs to, or which rows to count."""
    repeated: bool
    """Several rows have the same x, so they would have to be gathered or told apart."""


def preview(table: Table, rows: int = 10) -> Preview:
    """Show the first rows of a table and guess from its first few thousand. Nothing is refused here."""
    head = table.head(_LOOKED_AT)
    pairs = zip(head.columns, table.columns, strict=True)
    guesses = tuple(_guess(head, column, whole) for column, whole in pairs)
    x = _likely_x(guesses)
    repeated = x is not None and _has_repeats(next(each for each in table.columns if each.name == x))
    codes = [guess.name for guess in guesses if repeated and guess.holds == "numbers" and _few_codes(guess)]
    kinds = tuple(
        guess.name for guess in guesses if guess.name != x and (guess.holds == "kinds" or guess.name in codes)
    )
    numbers = {guess.name for guess in guesses if guess.holds == "numbers"} - {x, *codes}
    y, n = _value_and_denominator(
        {column.name: _numbers(head, column) for column in head.columns if column.name in numbers}
    )
    return Preview(table.header, tuple(table.rows(0, rows)), guesses, x, y, n, kinds, repeated)


def _likely_x(guesses: tuple[Guess, ...]) -> str | None:
    """Dates if there are any; else words or numbers named like a period; else any words."""
    held = {
        holds: [guess.name for guess in guesses if guess.holds == holds]
        for holds in ("dates", "words", "kinds", "numbers")
    }
    if held["dates"]:
        return _first_named(held["dates"], _X_NAMES) or held["dates"][0]
    words = [*held["words"], *held["kinds"]]
    return _first_named([*words, *held["numbers"]], _X_NAMES) or next(iter(words), None)


def _has_repeats(column: Column) -> bool:
    filled = column.cells[~_empty(column)]
    return len(np.unique(filled)) < len(filled)


def _few_codes(guess: Guess) -> bool:
    """A few numbers again and again, in rows that share their dates, are codes of answers to be counted."""
    return guess.different <= _CODES and guess.different * _AGAIN <= guess.filled


def _guess(head: Table, column: Column, whole: Column) -> Guess:
    holds = _holds(head, column, *_counts(column))
    return Guess(column.name, column.letter, holds, *_counts(whole))


def _counts(column: Column) -> tuple[int, int]:
    """How many cells are filled, and how many different texts they have."""
    counts = np.bincount(column.cells, minlength=len(column.texts))
    empty = np.array([is_missing(text) for text in column.texts], dtype=bool)
    return int(counts[~empty].sum()), int((~empty).sum())


def _holds(table: Table, column: Column, filled: int, different: int) -> str:
    if not filled:
        return "nothing"
    moments = read_moments(table, column, None, Problems(0))
    if moments.dated and int((moments.values >= 0).sum()) >= _ENOUGH * filled:
        return "dates"
    if int((~np.isnan(_numbers(table, column))).sum()) >= _ENOUGH * filled:
        return "numbers"
    again = different < filled if different <= _FEW else different * _AGAIN <= filled
    return "kinds" if again else "words"


def _numbers(table: Table, column: Column) -> Floats:
    return read_figures(table, column, Problems(0)).values


def _empty(column: Column) -> Rows:
    empty = np.array([is_empty(text) for text in column.texts], dtype=bool)
    return np.array(empty[column.cells], dtype=bool)


def _first_named(names: list[str], hints: tuple[str, ...]) -> str | None:
    """Return the first of `names` that has one of the hints among its words, the strongest hint first."""
    for hint in hints:
        for name in names:
            if f" {hint} " in f" {name.casefold().replace('_', ' ')} ":
                return name
    return None


def _value_and_denominator(figures: dict[str, Floats]) -> tuple[str | None, str | None]:
    """Two columns of whole numbers, one never above the other and named like a total, make a share."""
    names = list(figures)
    pairs = [
        (low, high)
        for first, second in combinations(names, 2)
        for low, high in ((first, second), (second, first))
        if _never_above(figures[low], figures[high])
    ]
    denominator = _first_named([high for _, high in pairs], _DENOMINATOR_NAMES)
    lows = [low for low, high in pairs if high == denominator]
    if lows:
        return _first_named(lows, _NUMERATOR_NAMES) or lows[0], denominator
    return _first_named(names, _NUMERATOR_NAMES) or next(iter(names), None), None


def _never_above(low: Floats, high: Floats) -> bool:
    both = ~(np.isnan(low) | np.isnan(high))
    low, high = low[both], high[both]
    whole = (low == np.round(low)).all() and (high == np.round(high)).all()
    return bool(len(low) and whole and (low >= 0).all() and (low <= high).all() and (low < high).any())
