"""Measures that feed themselves as people read them: what would be counted, how, how complete and how late, and what changed since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from alongside.charts import periods
from alongside.core import clock
from alongside.core.facts import Kind
from alongside.improvement.counted import Counted, MeasureDefinition, Where, fact_of
from alongside.improvement.models import Feed, Measure
from alongside.improvement.queries.feeding import Completeness, Replaced
from alongside.improvement.reading import Figure
from alongside.programmes import addresses
from alongside.programmes.models import Project
from alongside.programmes.presenters.wording import in_language
from alongside.ui import words

# After this a count that somebody asked for should have happened.
SHOULD_BE_COUNTED_IN = 600  # seconds
# Changes that the page of a measure lists, the latest.
CHANGES_SHOWN = 12
# Figures that stand in words below the look before switching on.
LATEST_SHOWN = 8


def in_words(counted: Counted) -> str:
    """What is counted, of which rows: the fact and its filters as a sentence."""
    fact = fact_of(counted)
    said = [_("%(row)s, by %(day)s") % {"row": fact.one_row, "day": fact.dated_by}]
    said += [_filter(fact.columns[where.column], where) for where in counted.where]
    if counted.add:
        said.append(_("added up: %(column)s") % {"column": fact.columns[counted.add].words})
    return "; ".join(said) + "."


def _filter(column: Any, where: Where) -> str:
    if column.kind is Kind.YES_NO:
        return (
            _("only: %(column)s") % {"column": column.words}
            if where.is_
            else _("not: %(column)s") % {"column": column.words}
        )
    if column.kind is Kind.CHOICE:
        asked = where.one_of or (str(where.is_),)
        return _("only %(column)s: %(values)s") % {
            "column": column.words,
            "values": words.listed([str(column.choices[each]) for each in asked]),
        }
    if where.at_most is not None:
        return _("only %(column)s: %(number)s at most") % {
            "column": column.words,
            "number": words.number(where.at_most),
        }
    return _("only %(column)s: %(number)s at least") % {
        "column": column.words,
        "number": words.number(where.at_least or 0),
    }


def definition_rows(definition: MeasureDefinition, today: date) -> list[dict[str, Any]]:
    """The definition: who wrote it, when to look at it again, and what it counts of which facts."""
    looked_at = words.day(definition.review_date)
    if definition.review_date < today:
        looked_at = _("%(day)s. That is past: ask whether it still fits before you rely on it.") % {
            "day": looked_at
        }
    rows = [{"key": _("How it is counted"), "value": in_language(definition.operational_definition)}]
    if definition.denominator is not None:
        rows.append(
            {
                "key": _("The whole"),
                "value": _two(in_language(definition.denominator.words), in_words(definition.denominator)),
            }
        )
        top = _("Of these") if definition.same_rows else _("What is counted")
    else:
        top = _("What is counted")
    rows.append(
        {"key": top, "value": _two(in_language(definition.numerator.words), in_words(definition.numerator))}
    )
    if definition.settles_after_days:
        rows.append(
            {
                "key": _("When it is counted"),
                "value": ngettext(
                    "%(n)d day after each %(step)s ends, because until then it can still change",
                    "%(n)d days after each %(step)s ends, because until then it can still change",
                    definition.settles_after_days,
                )
                % {"n": definition.settles_after_days, "step": periods.period_word(definition.step, 1, _)},
            }
        )
    rows += [
        {
            "key": _("Definition"),
            "value": Markup(_("%(id)s, version %(version)s, by %(author)s. Licence: %(licence)s"))  # noqa: S704 - our own sentence
            % {
                "id": _as_it_is(definition.id),
                "version": _as_it_is(definition.version),
                "author": _as_it_is(definition.author),
                "licence": _as_it_is(definition.licence),
            },
        },
        {"key": _("Source of the definition"), "value": _as_it_is(definition.source)},
        {"key": _("To be looked at again"), "value": looked_at},
    ]
    return rows


def _two(first: str, then: str) -> str:
    return f"{first[:1].upper()}{first[1:]}. {then}"


def on_list(definition: MeasureDefinition, feeds: list[Feed], project: Project) -> dict[str, Any]:
    """One definition of the list: what it is, and where it is switched on."""
    return {
        "title": in_language(definition.title),
        "kind": str(Measure.Kind(definition.kind).label).split(":")[0],
        "every": {"week": _("by week"), "month": _("by month"), "quarter": _("by quarter")}[definition.step],
        "says": in_language(definition.operational_definition),
        "href": addresses.of_project(project, "feeding_definition", definition=definition.id),
        "on": [
            {
                "text": feed.measure.name,
                "href": addresses.of_project(project, "measure", measure=feed.measure),
            }
            for feed in feeds
        ],
    }


def counted_rows(
    found: Completeness | None, feed: Feed, definition: MeasureDefinition, zone: str
) -> list[dict[str, Any]]:
    """How complete and how late the series is, and when it was counted."""
    step = definition.step
    counted_at = words.moment(feed.counted_at, zone) if feed.counted_at else _("Not yet")
    rows = [{"key": _("Last counted"), "value": counted_at}]
    if found is None:
        return rows
    when = periods.when(found.last, step, _)
    complete = _("Figures for %(n)s of %(all)s %(periods)s, up to %(last)s") % {
        "n": words.number(found.with_figure),
        "all": words.number(found.periods),
        "periods": periods.period_word(step, found.periods, _),
        "last": when,
    }
    if feed.by_service:
        complete += ". " + _("In %(last)s, %(n)s of %(all)s services had something to count") % {
            "last": when,
            "n": words.number(found.parts_with_figure),
            "all": words.number(found.parts),
        }
    rows.append({"key": _("How complete it is"), "value": complete})
    if found.last_counted_at is not None:
        days = (clock.day_of(found.last_counted_at, zone) - found.last_ended).days
        lag = ngettext(
            "%(last)s was first counted on %(day)s, %(n)d day after it ended",
            "%(last)s was first counted on %(day)s, %(n)d days after it ended",
            days,
        )
        rows.append(
            {
                "key": _("How late it is"),
                "value": lag
                % {
                    "last": _first_up(when),
                    "day": words.day(clock.day_of(found.last_counted_at, zone)),
                    "n": days,
                },
            }
        )
    rows.append({"key": _("Not on the chart yet"), "value": _unfinished(found, step)})
    rows.append({"key": _("Rows counted"), "value": _rows(found, definition)})
    return rows


def _unfinished(found: Completeness, step: str) -> str:
    said = _("%(period)s has not ended. It is counted on %(day)s") % {
        "period": _first_up(periods.when(found.unfinished.isoformat(), step, _)),
        "day": words.day(found.unfinished_from),
    }
    if found.unfinished_waits:
        said += ". " + ngettext(
            "%(n)d %(step)s before it has ended and can still change",
            "%(n)d %(step)s before it have ended and can still change",
            found.unfinished_waits,
        ) % {"n": found.unfinished_waits, "step": periods.period_word(step, found.unfinished_waits, _)}
    return said


def _rows(found: Completeness, definition: MeasureDefinition) -> str:
    rows = ngettext("%(n)s row of the facts", "%(n)s rows of the facts", found.rows) % {
        "n": words.number(found.rows)
    }
    if definition.denominator is None or definition.numerator.add:
        return rows
    return _("%(rows)s in the whole, and %(chosen)s of them counted") % {
        "rows": rows,
        "chosen": words.number(found.chosen),
    }


def _first_up(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def figure(y: float | None, n: float | None, *, add: bool = False) -> str:
    """A figure as a table says it: 8 of 10, 25 over 2, or that there was none."""
    if y is None:
        return _("nothing to count")
    if n is None:
        return words.number(y)
    both = {"y": words.number(y), "n": words.number(n)}
    return _("%(y)s over %(n)s") % both if add else _("%(y)s of %(n)s") % both


def latest_rows(figures: list[Figure], definition: MeasureDefinition) -> list[list[str]]:
    """The latest figures, before they are figures of anything."""
    latest = sorted(figures, key=lambda one: (one.label, one.part), reverse=True)[:LATEST_SHOWN]
    return [
        [
            *([one.part] if one.part else []),
            _first_up(periods.when(one.label, definition.step, _)),
            figure(one.y, one.n, add=bool(definition.numerator.add)),
        ]
        for one in latest
    ]


def replaced_rows(
    changes: list[Replaced], definition: MeasureDefinition | None, step: str, zone: str
) -> list[list[str]]:
    """Periods that changed after they had been counted: what stood, until when, and what stands."""
    add = bool(definition and definition.numerator.add)
    return [
        [
            f"{one.part}, {periods.when(one.label, step, _)}"
            if one.part
            else _first_up(periods.when(one.label, step, _)),
            _("%(figure)s, on %(day)s")
            % {
                "figure": figure(*one.was, add=add),
                "day": words.short_day(clock.day_of(one.counted_at, zone)),
            },
            _("%(figure)s, since %(day)s")
            % {"figure": figure(*one.now, add=add), "day": words.short_day(clock.day_of(one.since, zone))},
        ]
        for one in changes
    ]


def asked(feed: Feed, now: datetime, zone: str) -> str:
    """Where a count that somebody asked for stands; empty where none waits."""
    if not feed.is_waiting or feed.asked_at is None:
        return ""
    at = words.time_of_day(feed.asked_at, zone)
    if (now - feed.asked_at).total_seconds() > SHOULD_BE_COUNTED_IN:
        said = _(
            "Somebody asked at %(time)s for it to be counted, and it hasn't been. Tell whoever runs Alongside for you."
        )
    else:
        said = _(
            "It was put in the queue at %(time)s and is counted in the background. Open this page again in a minute to see."
        )
    return said % {"time": at}


def days_of_changes(changes: list[Replaced], measure: Measure, zone: str) -> list[dict[str, str]]:
    """Days on which another figure stood than now, each with the way to the whole series as it stood then."""
    stood = sorted({clock.day_of(one.counted_at, zone) for one in changes}, reverse=True)
    return [
        {
            "text": _("As it stood on %(day)s") % {"day": words.day(day)},
            "href": addresses.of_project(measure.project, "measure_stood", measure=measure)
            + f"?on={day.isoformat()}",
        }
        for day in stood
    ]


def then_and_now(then: list[Figure], now: list[Figure], step: str, *, add: bool = False) -> list[list[Any]]:
    """Every period as it stood and as it stands, the latest first; where they differ it is said."""
    stands = {(one.part, one.label): one for one in now}
    stood = {(one.part, one.label): one for one in then}
    rows = []
    for part, label in sorted({*stands, *stood}, key=lambda key: (key[1], key[0]), reverse=True):
        was, is_now = stood.get((part, label)), stands.get((part, label))
        when = _first_up(periods.when(label, step, _))
        same = was is not None and is_now is not None and (was.y, was.n) == (is_now.y, is_now.n)
        rows.append(
            [
                f"{part}, {when}" if part else when,
                figure(was.y, was.n, add=add) if was else _("not there yet"),
                figure(is_now.y, is_now.n, add=add) if is_now else _("taken back"),
                "" if same else _("different"),
            ]
        )
    return rows


def _as_it_is(text: str) -> Markup:
    """What the author of a definition wrote about it, which is nobody's to translate."""
    return Markup('<span translate="no">{}</span>').format(text)
