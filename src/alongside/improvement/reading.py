"""From a table, and how its columns are understood, to figures: the same for the page that shows them and the action that takes them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import numpy as np

from alongside.charts.periods import step_of
from alongside.stats.spc import CHART_TYPES
from alongside.stats.words import N_, Say, in_english
from alongside.tabular import (
    LIMITS,
    Columns,
    Problem,
    Series,
    Table,
    Unreadable,
    above_denominator,
    gather,
    parse_pasted,
    read,
    sentence,
)

# What pages ask: what each row is, and with it which columns are used.
VALUES, SHARES, ROWS = "values", "shares", "rows"
STEPS = ("day", "week", "month", "quarter")
LONGEST_PART, LONGEST_LABEL = 120, 60
# At once: each figure is a row that the database checks, inside one request.
MOST_FIGURES = 50_000

SENTENCES = {
    "too_many_figures": N_(
        "These would be %(count)s figures, and %(most)s can be taken at once. Choose longer periods or fewer series, or split the table."
    ),
    "long_part": N_("“%(part)s…” is too long for the name of a series: use at most %(most)s characters."),
    "long_label": N_("“%(label)s…” is too long for the label of a point: use at most %(most)s characters."),
    "share_without_denominator": N_(
        "This measure is a share, so its figures need to say out of how many. Choose that column, or count rows."
    ),
    "rate_without_denominator": N_(
        "This measure is a rate, so its figures need to say for how many: days, contacts, people. Choose that column."
    ),
    "count_with_denominator": N_(
        "The %(chart)s chart of this measure counts events alone, and these figures say out of how many. "
        "Choose a column of values, or change how the measure is judged."
    ),
    "denominator_before": N_(
        "The figures so far say out of how many, and these don't. Choose that column too, or count rows."
    ),
    "no_denominator_before": N_(
        "The figures so far don't say out of how many, and these do. Choose a column of values, or define a new measure."
    ),
    "other_step": N_(
        "These figures are by %(theirs)s, and those of the measure so far by %(ours)s. "
        "Gather the rows by %(ours)s, or define a new measure."
    ),
    "dates_before": N_(
        "The figures so far have dates, and these have “%(label)s”. Choose a column of dates, or define a new measure."
    ),
    "no_dates_before": N_(
        "The figures so far have labels that are no dates, and these have dates. Choose a column of labels, or define a new measure."
    ),
}


@dataclass(frozen=True)
class Chosen:
    """What somebody said the columns of a table are. Kept with the import, and offered again for the next."""

    each_row: str = ""
    x: str = ""
    y: str = ""
    n: str = ""
    by: str = ""
    every: str = ""
    agg: str = ""
    count_in: str = ""
    counted: tuple[str, ...] = ()
    among: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Chosen:
        """From what the database holds. What an earlier release kept and this one doesn't know is left out."""
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in kept.items() if name in known
        }
        return cls(**values)

    @property
    def is_complete(self) -> bool:
        """Whether nothing remains to be asked."""
        return bool(self.x and self.each_row) and (self.each_row != ROWS or bool(self.counted))

    def fits(self, table: Table) -> bool:
        """Whether the table has every column that is named."""
        named = {self.x, self.y, self.n, self.by, self.count_in} - {""}
        return self.is_complete and named <= set(table.header)

    def as_columns(self, as_of: date) -> Columns:
        """The same as the reader of tables takes it."""
        counting = self.each_row == ROWS
        return Columns(
            x=self.x,
            y=None if counting else self.y or None,
            n=(self.n or None) if self.each_row == SHARES else None,
            by=self.by or None,
            where=_selection(self.count_in, self.counted) if counting else None,
            of=_selection(self.count_in, self.among) if counting and self.among else None,
            every=self.every or None,
            agg=(self.agg or None) if self.each_row == VALUES and self.every else None,
            as_of=as_of,
        )


def _selection(column: str, values: Sequence[str]) -> str:
    return f"{column}={'|'.join(values)}"


@dataclass(frozen=True)
class Figure:
    """One period's figure as it was read: of which part, when, its value and its denominator."""

    part: str
    label: str
    place: int
    y: float | None
    n: float | None


@dataclass(frozen=True)
class Standing:
    """What a measure has already, as far as new figures must agree with it."""

    chart: str = ""
    step: str = ""
    has_figures: bool = False
    has_denominators: bool = False


@dataclass(frozen=True)
class Gathered:
    """Figures, or the problems that stopped them (never both), each as a sentence; and what was noted on the way."""

    figures: tuple[Figure, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rows: int = 0
    chart: str = ""
    step: str = ""
    parts: tuple[str, ...] = field(default=())

    @property
    def periods(self) -> list[str]:
        """Every period that any part has, in order."""
        labels = dict.fromkeys(figure.label for figure in self.figures)
        return sorted(labels) if self.step != "order" else list(labels)


def pack(content: bytes) -> bytes:
    """What the vault is given: tables of text shrink to a fraction."""
    return zlib.compress(content, 6)


def unpack(kept: bytes) -> bytes:
    """The table as it came. Bounded, whatever was kept."""
    return zlib.decompressobj().decompress(kept, LIMITS.bytes * 4)


def table_of(content: bytes, filename: str) -> Table:
    """Read what was brought in: a file if it has a name, else pasted text. Raises Unreadable."""
    if filename:
        return read(io.BytesIO(content), filename=filename)
    return parse_pasted(content.decode("utf-8"))


def gathered(
    table: Table, chosen: Chosen, *, as_of: date, standing: Standing, say: Say = in_english
) -> Gathered:
    """The figures of a table, or each problem as a sentence."""
    try:
        found = gather(table, chosen.as_columns(as_of))
    except Unreadable as unreadable:
        return Gathered(problems=(sentence(unreadable.problem, say),), rows=len(table))
    notes = [sentence(note, say) for note in found.notes]
    if found.problems:
        told = tuple(sentence(problem, say) for problem in found.problems)
        return Gathered(problems=told, notes=tuple(notes), rows=len(table))
    series = [one for one in found.series if len(one)]
    several = len(series) > 1
    notes += [_of_part(sentence(note, say), one, several) for one in series for note in one.notes]
    chart = standing.chart or suited(series)
    step = _step(chosen, series)
    problems = list(_disagreements(series, chart, step, standing, say))
    if not problems and is_share(chart):
        above: list[Problem] = [problem for one in series for problem in above_denominator(one)]
        problems = [sentence(problem, say) for problem in above[: LIMITS.problems]]
    if problems:
        return Gathered(problems=tuple(problems), notes=tuple(notes), rows=len(table))
    return Gathered(
        figures=tuple(_figures(series, step)),
        notes=tuple(dict.fromkeys(notes)),
        rows=len(table),
        chart=chart,
        step=step,
        parts=tuple(one.key or "" for one in series),
    )


def suited(series: Sequence[Series]) -> str:
    """The chart that these figures ask for: a share where each is so many whole ones out of so many, else values."""
    if not series or any(one.n is None for one in series):
        return "xmr"
    for one in series:
        assert one.n is not None
        y, n = one.y[~np.isnan(one.y)], one.n[~np.isnan(one.y)]
        if (y != np.round(y)).any() or (y > n).any() or (y < 0).any():
            return "xmr"
    return "p"


def _of_part(told: str, one: Series, several: bool) -> str:
    return f"{one.key}: {told}" if several and one.key else told


def _step(chosen: Chosen, series: Sequence[Series]) -> str:
    """What one step is: as the rows were gathered, else as the dates lie; "date" where they keep no rhythm."""
    if chosen.every:
        return chosen.every
    if not series or not all(one.dated for one in series):
        return "order"
    found = step_of(sorted({label for one in series for label in one.labels}))
    return found if found in STEPS else "date"


def _disagreements(
    series: Sequence[Series], chart: str, step: str, standing: Standing, say: Say
) -> Iterator[str]:
    """What keeps these figures from standing beside those that the measure has, and names too long to keep."""

    def told(code: str, **params: object) -> str:
        return say(SENTENCES[code]) % params

    if (count := sum(len(one) for one in series)) > MOST_FIGURES:
        yield told("too_many_figures", count=f"{count:,}", most=f"{MOST_FIGURES:,}")
    for one in series:
        if len(one.key or "") > LONGEST_PART:
            yield told("long_part", part=(one.key or "")[:40], most=LONGEST_PART)
        if long := next((label for label in one.labels if len(label) > LONGEST_LABEL), None):
            yield told("long_label", label=long[:40], most=LONGEST_LABEL)
    has = any(one.n is not None for one in series)
    asks = CHART_TYPES[chart].denominator if chart in CHART_TYPES else "optional"
    if asks == "required" and not has:
        yield told("share_without_denominator" if is_share(chart) else "rate_without_denominator")
    elif asks == "refused" and has:
        yield told("count_with_denominator", chart=chart)
    elif standing.has_figures and has != standing.has_denominators:
        yield told("denominator_before" if standing.has_denominators else "no_denominator_before")
    if not standing.has_figures:
        return
    dated = step != "order"
    if dated and standing.step == "order":
        yield told("no_dates_before")
    elif not dated and standing.step != "order":
        yield told("dates_before", label=series[0].labels[0])
    elif step in STEPS and standing.step in STEPS and step != standing.step:
        from alongside.tabular.sentences import WORDS

        yield told("other_step", theirs=say(WORDS[step]), ours=say(WORDS[standing.step]))


def _figures(series: Sequence[Series], step: str) -> Iterator[Figure]:
    for one in series:
        labels = _plain_labels(one.labels, step)
        for place, label in enumerate(labels):
            y, n = one.y[place], None if one.n is None else one.n[place]
            yield Figure(one.key or "", label, place, _number(y), _number(n))


def _plain_labels(labels: list[str], step: str) -> list[str]:
    """A month that was dated by its last day, and one dated by its first, are the same month: both stand as the first."""
    if step not in ("month", "quarter"):
        return labels
    days = [date.fromisoformat(label) for label in labels]
    first = [
        day.replace(day=1, month=day.month if step == "month" else (day.month - 1) // 3 * 3 + 1).isoformat()
        for day in days
    ]
    return first if len(set(first)) == len(first) else labels


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def fitting(target: float | None, chart: str, was_known: bool) -> float | None:
    """A target that was typed before anybody knew that the figures are shares: 90 means 90 per cent."""
    typed_in_per_cent = target is not None and is_share(chart) and not was_known and target > 1
    return target / 100 if target is not None and typed_in_per_cent else target


def is_share(chart: str) -> bool:
    """Whether a chart shows shares, so many out of so many."""
    return chart in CHART_TYPES and CHART_TYPES[chart].counts == "share"


def with_values(chosen: Chosen, counted: Sequence[str], among: Sequence[str]) -> Chosen:
    """The same, with the rows to count."""
    return replace(chosen, counted=tuple(counted), among=tuple(among))
