"""Tables that were brought in and not taken yet: opened, read, and what they would mean for a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from alongside.charts.language import Say, in_english
from alongside.core import clock, vault
from alongside.improvement import reading
from alongside.improvement.models import Import, Measure
from alongside.improvement.queries import charts, marked, series
from alongside.improvement.reading import Chosen, Figure, Gathered
from alongside.programmes.viewers import Viewer
from alongside.tabular import Table

# What is said of a measure, and how it is judged, as its chart shows it.
SAID = ("name", "kind", "better", "unit", "target", "chart")
JUDGED = ("rules", "trend", "two_in_three", "screen", "multiply", "baseline", "centre")
# More different values than this in a column are not offered to be counted: nobody ticks a hundred boxes.
MOST_VALUES = 40


@dataclass(frozen=True)
class Change:
    """A period that has another figure already."""

    old: Figure
    new: Figure


@dataclass(frozen=True)
class Looked:
    """What taking a table would do to a measure."""

    gathered: Gathered
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    new: int = 0

    @property
    def may_be_taken(self) -> bool:
        """Whether there is anything to take, and nothing wrong."""
        return not self.gathered.problems and bool(self.new or self.changes)


def table_of(brought: Import, by: Viewer) -> Table:
    """The staged table, read again. Raises Unreadable, or Refused where the vault has it no more."""
    assert brought.vault_item is not None
    content = reading.unpack(vault.open(brought.vault_item, by=by, owner=brought))
    return reading.table_of(content, brought.filename)


def look(brought: Import, table: Table, chosen: Chosen, *, say: Say = in_english) -> Looked:
    """What would be taken, beside what stands."""
    measure = brought.measure
    standing = series.standing(measure, chart=brought.proposed.get("chart", ""))
    found = reading.gathered(
        table, chosen, as_of=clock.today(brought.project.zone), standing=standing, say=say
    )
    if not found.problems and (measure is not None or brought.proposed):
        found = _drawable(brought, found, say)
    if found.problems or measure is None:
        return Looked(found, new=len(found.figures))
    return compared(measure, found)


def _drawable(brought: Import, found: Gathered, say: Say) -> Gathered:
    """The same, or what keeps the measure's chart from being drawn with these figures: a negative count, for one."""
    marks = marked.of(brought.measure)
    problem = charts.refusal(as_it_would_be(brought, found), with_new(brought.measure, found), marks, say=say)
    return replace(found, figures=(), problems=(problem,)) if problem else found


def compared(measure: Measure, found: Gathered) -> Looked:
    """Which of the figures are new, which are there already, and which are there with another value."""
    standing = {(one.part, one.label): one for one in series.figures_of(measure)}
    changes, same, new = [], 0, 0
    for figure in found.figures:
        old = standing.get((figure.part, figure.label))
        if old is None:
            new += 1
        elif same_figure(old, figure):
            same += 1
        else:
            changes.append(Change(old, figure))
    return Looked(found, changes, same, new)


def same_figure(old: Figure, new: Figure) -> bool:
    """Whether two figures of one period say the same."""
    return (old.y, old.n) == (new.y, new.n)


def values_of(table: Table, column: str) -> list[tuple[str, int]]:
    """The different values of a column and how many rows have each, numbers in order, then words; no empty cells."""
    found = next(each for each in table.columns if each.name == column)
    counts = np.bincount(found.cells, minlength=len(found.texts))
    listed = [(text, int(count)) for text, count in zip(found.texts, counts, strict=True) if text.strip()]
    return sorted(listed, key=lambda pair: _in_order(pair[0]))


def _in_order(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text), "")
    except ValueError:
        return (1, 0.0, text.casefold())


def countable(table: Table) -> list[str]:
    """The columns whose values are few enough to choose from."""
    found = []
    for column in table.columns:
        different = sum(1 for text in column.texts if text.strip())
        if 1 <= different <= MOST_VALUES:
            found.append(column.name)
    return found


def remembered(measure: Measure | None) -> Chosen | None:
    """How the columns of the measure's latest table were understood."""
    if measure is None:
        return None
    kept = (
        Import.objects.filter(measure=measure, state=Import.State.TAKEN)
        .order_by("-taken_at")
        .values_list("columns", flat=True)
    )
    chosen = Chosen.of(kept.first() or {})
    return chosen if chosen.is_complete else None


def waiting(viewer: Viewer) -> Sequence[Import]:
    """Tables that the viewer read in and hasn't taken or left."""
    return list(Import.objects.visible_to(viewer).waiting().select_related("measure").order_by("created_at"))


def as_it_would_be(brought: Import, found: Gathered) -> Measure:
    """The measure as it will be once the figures are taken; nothing is saved."""
    if brought.measure is not None:
        now = brought.measure
        said = {name: getattr(now, name) for name in (*SAID, "step", *JUDGED)}
    else:
        said = {name: brought.proposed[name] for name in SAID}
    made = Measure(project=brought.project, **said)
    known = bool(made.chart)
    made.chart = made.chart or found.chart
    made.target = reading.fitting(made.target, made.chart, known)
    if brought.measure is None or not series.standing(brought.measure).has_figures:
        made.step = found.step
    return made


def with_new(measure: Measure | None, found: Gathered) -> list[series.Part]:
    """The series with the figures in their place: of those parts that the table speaks of."""
    figures = {(one.part, one.label): one for one in (series.figures_of(measure) if measure else [])}
    after = max((one.place for one in figures.values()), default=-1) + 1
    for one in found.figures:
        old = figures.get((one.part, one.label))
        figures[(one.part, one.label)] = replace(one, place=old.place if old else after + one.place)
    spoken = set(found.parts)
    return series.of_figures((one for one in figures.values() if one.part in spoken), found.step)
