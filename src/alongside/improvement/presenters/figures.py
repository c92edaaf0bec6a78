"""A table as people look at it before they take its figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.charts import periods
from alongside.improvement.models import Import
from alongside.improvement.queries.tables import Change, Looked
from alongside.improvement.reading import ROWS, SHARES, Chosen, Figure, is_share
from alongside.tabular import Table
from alongside.tabular.problems import shown
from alongside.tabular.sentences import WORDS
from alongside.ui import words

FIRST_ROWS = 6
CHANGES_SHOWN = 20
NOTES_SHOWN = 12


def first_rows(table: Table) -> dict[str, Any]:
    """The first rows as they came, with their numbers in the file."""
    more = max(0, len(table) - FIRST_ROWS)
    said = ngettext("and %(n)s row more", "and %(n)s rows more", more) % {"n": words.number(more)}
    return {
        "header": [shown(name) for name in table.header],
        "rows": [[str(line), *(shown(cell) for cell in cells)] for line, cells in table.rows(0, FIRST_ROWS)],
        "more": said if more else "",
    }


def called(brought: Import) -> str:
    """What the table is called."""
    return brought.filename or _("What you pasted")


def in_short(looked: Looked) -> list[dict[str, str]]:
    """How many rows, from when to when, how many series."""
    found = looked.gathered
    order = found.periods
    step = found.step if found.step in WORDS else "point"
    rows = [{"key": _("Rows"), "value": words.number(found.rows)}]
    if order:
        span = f"{words.number(len(order))} {periods.period_word(step, len(order), _)}"
        first, last = periods.when(order[0], step, _), periods.when(order[-1], step, _)
        rows.append(
            {
                "key": _("Periods"),
                "value": f"{span}, {first} – {last}" if len(order) > 1 else f"{span}, {first}",
            }
        )
    if len(found.parts) > 1:
        rows.append(
            {"key": _("Series"), "value": f"{words.number(len(found.parts))}: {_some(list(found.parts))}"}
        )
    rows.append({"key": _("New figures"), "value": words.number(looked.new)})
    if looked.same:
        rows.append({"key": _("The same as now"), "value": words.number(looked.same)})
    if looked.changes:
        rows.append({"key": _("Different from now"), "value": words.number(len(looked.changes))})
    return rows


def _some(names: list[str], most: int = 5) -> str:
    more = len(names) - most
    if more <= 0:
        return words.listed(names)
    first = ", ".join(names[:most])
    return ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more) % {
        "names": first,
        "n": more,
    }


def changes(looked: Looked) -> list[list[str]]:
    """Which periods would change, from what to what."""
    step = looked.gathered.step if looked.gathered.step in WORDS else "point"
    return [_change(one, step) for one in looked.changes[:CHANGES_SHOWN]]


def _change(one: Change, step: str) -> list[str]:
    when = periods.when(one.new.label, step, _)
    return [f"{one.new.part}, {when}" if one.new.part else when, _figure(one.old), _figure(one.new)]


def _figure(figure: Figure) -> str:
    if figure.y is None:
        return _("missing")
    value = f"{figure.y:,.10g}"
    if figure.n is None:
        return value
    return _("%(value)s of %(n)s") % {"value": value, "n": f"{figure.n:,.10g}"}


def chosen_in_words(chosen: Chosen) -> list[dict[str, str]]:
    """How the columns are understood."""
    if chosen.each_row == ROWS:
        counted = _values(chosen.counted)
        if chosen.among:
            said = _("Rows where “%(column)s” is %(counted)s, out of rows where it is %(among)s")
        else:
            said = _("Rows where “%(column)s” is %(counted)s")
        value = said % {"column": chosen.count_in, "counted": counted, "among": _values(chosen.among)}
    elif chosen.each_row == SHARES:
        value = _("“%(y)s” out of “%(n)s”") % {"y": chosen.y, "n": chosen.n}
    else:
        value = _("“%(y)s”") % {"y": chosen.y}
    return [
        {"key": _("When"), "value": _("“%(x)s”") % {"x": chosen.x}},
        {"key": _("What is plotted"), "value": value},
        {"key": _("One point for each"), "value": _(WORDS[chosen.every]) if chosen.every else _("row")},
        {
            "key": _("A chart for each"),
            "value": _("“%(by)s”") % {"by": chosen.by} if chosen.by else _("No, one chart"),
        },
    ]


def _values(values: tuple[str, ...]) -> str:
    """Values as a sentence joins them: 1, 2 or 3."""
    *others, last = [shown(value) for value in values]
    return _("%(first)s or %(last)s") % {"first": ", ".join(others), "last": last} if others else last


def suggested(brought: Import, chosen: Chosen, looked: Looked) -> dict[str, Any]:
    """What the first figures suggest for the measure they begin."""
    plotted = next(row["value"] for row in chosen_in_words(chosen) if row["key"] == _("What is plotted"))
    every = _(WORDS[chosen.every]) if chosen.every else ""
    definition = (
        _("%(what)s, counted by %(period)s.") % {"what": plotted, "period": every} if every else f"{plotted}."
    )
    return {
        "definition": definition if chosen.each_row == ROWS else "",
        "source": brought.filename,
        "chart": looked.gathered.chart or "decide",
    }


def proposed_as_typed(brought: Import) -> dict[str, Any]:
    """What was proposed before, as the form shows it; nothing where nothing was."""
    said = brought.proposed
    if not said:
        return {}
    target = said.get("target")
    share = is_share(said.get("chart", ""))
    shown_target = "" if target is None else f"{target * 100:.10g}%" if share else f"{target:.10g}"
    return {
        **said,
        "target": shown_target,
        "service": said.get("service") or "whole",
        "chart": said.get("chart") or "decide",
    }


def brought_in_words(brought: Import) -> str:
    """What came with an import."""
    figures = ngettext("%(n)s figure", "%(n)s figures", brought.points) % {"n": words.number(brought.points)}
    if brought.origin == Import.Origin.COUNTED:
        return _("%(figures)s counted by Alongside") % {"figures": figures}
    rows = ngettext("%(n)s row", "%(n)s rows", brought.rows) % {"n": words.number(brought.rows)}
    if brought.filename:
        return _("%(figures)s from %(rows)s of %(file)s") % {
            "figures": figures,
            "rows": rows,
            "file": brought.filename,
        }
    return _("%(figures)s from %(rows)s that were pasted") % {"figures": figures, "rows": rows}
