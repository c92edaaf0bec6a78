"""A released series as pages show it: everything from the document that left, nothing from the figures behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from alongside.charts import periods
from alongside.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, variation_icon
from alongside.charts.rule_words import happening_sentence
from alongside.charts.signals import Happening
from alongside.charts.svg import draw
from alongside.charts.words import describe, series_numbers
from alongside.improvement.presenters.measures import KIND_MEANS, KINDS
from alongside.improvement.releasing.choosing import QUARTER
from alongside.ui import words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from alongside.improvement.releasing.gathering import Exact

# A page shows this many rows of a table, the latest; the file has them all.
ROWS_SHOWN = 60

FIGURES: dict[str, _StrOrPromise] = {
    "share": gettext_lazy("So many out of so many"),
    "rate": gettext_lazy("So many over a size, such as bed days"),
    "count": gettext_lazy("Counts"),
    "statistic": gettext_lazy("Values worked out from several people or events"),
}
# Why a point is not shown, as whoever reads the release is told it.
WHY: dict[str, _StrOrPromise] = {
    "too_few": gettext_lazy("too few to show"),
    "base": gettext_lazy("too few for a percentage"),
    "basis": gettext_lazy("worked out from too few to show"),
    "unknown": gettext_lazy("not shown: it is not known how many it was worked out from"),
}
# The same for whoever prepares it.
WHY_INSIDE: dict[str, _StrOrPromise] = {
    "small": gettext_lazy("The count is too small"),
    "complement": gettext_lazy("Too few are left of the group"),
    "attribute": gettext_lazy(
        "It is nobody or everybody of the group, which tells something of each of them"
    ),
    "secondary": gettext_lazy("Others would give it away"),
    "base": gettext_lazy("Too few in all, or in one of the two cells, for a percentage"),
    "basis": gettext_lazy("The value is worked out from too few"),
    "unknown": gettext_lazy("Nothing says how many the value is worked out from"),
}
BETTER: dict[str, _StrOrPromise] = {
    "up": gettext_lazy("Higher is better"),
    "down": gettext_lazy("Lower is better"),
    "neither": gettext_lazy("Neither way is better"),
}


@dataclass(frozen=True)
class Shown:
    """One released series. `exact` and `reasons` are there for whoever prepares it, and nobody else."""

    document: Mapping[str, Any]
    id: str
    project: str = ""
    exact: Exact | None = None
    reasons: Sequence[str] = field(default=())

    @property
    def name(self) -> str:
        """The measure."""
        return str(self.document["measure"]["name"])

    @property
    def part(self) -> str:
        return str(self.document["part"])

    @property
    def title(self) -> str:
        """The measure and which part of it."""
        return f"{self.name}: {self.part}" if self.part else self.name

    @property
    def unit(self) -> str:
        return str(self.document["measure"]["unit"])

    def svg(self, size: str, *, titled: bool = True) -> Markup:
        """The picture, from the document; nothing where no point is shown."""
        chart = self.document["chart"]
        if chart is None:
            return Markup("")
        drawn = draw(
            chart,
            title=self.title if titled else "",
            unit=self.unit,
            percent=self.document["percent"],
            size=size,
            name=f"{self.id}-{size}",
            say=_,
        )
        return Markup(drawn)  # noqa: S704 - made by an escaping template

    @property
    def wide(self) -> Markup:
        """Under a heading with its name, so it needs no title of its own."""
        return self.svg("wide", titled=False)

    @property
    def narrow(self) -> Markup:
        return self.svg("narrow", titled=False)

    @property
    def in_words(self) -> str:
        """The chart told to somebody who doesn't see it, and what was found on exact figures."""
        chart = self.document["chart"]
        if chart is None:
            return ""
        told = describe(chart, title=self.title, unit=self.unit, percent=self.document["percent"], say=_)
        return " ".join([told, *self.signals])

    @property
    def signals(self) -> list[str]:
        """What was found on the exact figures, in the project."""
        return [_sentence(signal, self.document["judged_inside"]) for signal in self.document["signals"]]

    @property
    def not_told(self) -> bool:
        """Whether signals would not be told, because figures are hidden that they could rest on."""
        return bool(self.document["signals_not_told"])

    @property
    def variation(self) -> Markup:
        """The icon of the project's own chart; nothing where it would tell of hidden figures."""
        if not self.document["icons_told"]:
            return Markup("")
        return Markup(variation_icon(self.document["variation"], size=40, say=_))  # noqa: S704 - made by an escaping function

    @property
    def variation_words(self) -> str:
        if not self.document["icons_told"]:
            return _("What the chart says is not told here: it rests on figures too few to show")
        return _(VARIATION_WORDS[self.document["variation"]])

    @property
    def assurance(self) -> Markup:
        """The icon about the target; nothing where there is none."""
        if self.document["measure"]["target"] is None or not self.document["icons_told"]:
            return Markup("")
        better = self.document["measure"]["better"]
        drawn = assurance_icon(self.document["assurance"], better=better, size=40, say=_)
        return Markup(drawn)  # noqa: S704 - made by an escaping function

    @property
    def assurance_words(self) -> str:
        if self.document["measure"]["target"] is None or not self.document["icons_told"]:
            return ""
        return _(ASSURANCE_WORDS[self.document["assurance"]])

    @property
    def latest(self) -> dict[str, str]:
        """The last value that is shown, its period and about how many it is out of."""
        shown = [point for point in self.document["points"] if point["y"] is not None]
        if not shown:
            return {"value": words.too_few(), "period": self.period, "n": ""}
        point = shown[-1]
        n = point["n"]
        return {
            "value": self.value(point["y"]),
            "period": self.when(point["x"]),
            "n": "" if n is None else _("n about %(n)s") % {"n": words.number(n)},
        }

    @property
    def period(self) -> str:
        """From when to when."""
        first, last = self.document["period"]["from"], self.document["period"]["to"]
        if not first or first == last:
            return self.when(first) if first else ""
        if self.document["step"] == QUARTER:
            months = date.fromisoformat(first), _third_month(last)
            return _("%(first)s to %(last)s") % {
                "first": words.month(months[0]),
                "last": words.month(months[1]),
            }
        return _("%(first)s to %(last)s") % {"first": self.when(first), "last": self.when(last)}

    @property
    def footing(self) -> str:
        """From when to when, how many periods, how many hidden and missing, and about how many in all."""
        counts = self.document["completeness"]
        said = [
            self.period,
            f"{words.number(counts['periods'])} {periods.period_word(self.document['step'], counts['periods'], _)}",
        ]
        if counts["hidden"]:
            said.append(_("%(n)s too few to show") % {"n": words.number(counts["hidden"])})
        said.append(
            _("%(n)s missing") % {"n": words.number(counts["missing"])}
            if counts["missing"]
            else _("none missing")
        )
        total = self.document["total"]["n"]
        if total is not None:
            said.append(_("n about %(n)s in all") % {"n": words.number(total)})
        return " · ".join(part for part in said if part)

    def when(self, label: str) -> str:
        """A period for people."""
        if self.document["step"] == QUARTER:
            first = words.month_alone(date.fromisoformat(label))
            return _("%(first)s to %(last)s") % {"first": first, "last": words.month(_third_month(label))}
        return periods.when(label, self.document["step"], _)

    def value(self, y: float) -> str:
        """A plotted value for people."""
        if self.document["percent"]:
            # Of rounded counts, a tenth of a per cent says nothing.
            return words.percentage(y)
        chart = self.document["chart"]
        if chart is None:
            return words.number(y)
        numbers = series_numbers(chart, percent=False, unit=self.unit)
        unit = "" if self.unit == "%" else self.unit
        return f"{numbers.value(y)} {unit}".strip()

    @property
    def counts(self) -> bool:
        """Whether points have a count and a group."""
        return bool(self.document["figures"] in ("share", "rate"))

    @property
    def rows(self) -> list[dict[str, str]]:
        """The points as lines of a table, the latest first; for whoever prepares it, beside the exact figures and why."""
        rows = []
        for place, point in enumerate(self.document["points"]):
            row = {
                "period": self.when(point["x"]),
                "value": self._value_of(point),
                "count": self._count_of(point),
            }
            if self.exact is not None:
                reason = self.reasons[place]
                row |= {"exactly": self._exactly(place), "why": str(WHY_INSIDE[reason]) if reason else ""}
            rows.append(row)
        return rows[::-1]

    def _value_of(self, point: Mapping[str, Any]) -> str:
        if point["status"] == "missing":
            return _("missing")
        return self.value(point["y"]) if point["y"] is not None else str(WHY[point["reason"]])

    def _count_of(self, point: Mapping[str, Any]) -> str:
        if not self.counts or (
            point["status"] == "missing" and point["count"] is None and point["n"] is None
        ):
            return ""
        count, n = (
            words.number(point[name]) if point[name] is not None else words.too_few()
            for name in ("count", "n")
        )
        if point["count"] is None and point["n"] is None:
            return words.too_few()
        return _("%(count)s of %(n)s") % {"count": count, "n": n}

    def _exactly(self, place: int) -> str:
        assert self.exact is not None
        x = self.exact.x[place]
        if x != x:
            return _("missing")
        if self.exact.n is None:
            return words.number(round(float(x), 4))
        n = self.exact.n[place]
        if n != n:
            return words.number(float(x))
        return _("%(count)s of %(n)s") % {"count": words.number(float(x)), "n": words.number(float(n))}

    @property
    def about(self) -> list[dict[str, str]]:
        """How it was counted, as it left."""
        measure = self.document["measure"]
        rows = [
            {"key": _("How it is counted"), "value": measure["definition"]},
            {"key": _("Where the figures come from"), "value": measure["source"]},
            {"key": _("Kind"), "value": f"{KINDS[measure['kind']]}: {KIND_MEANS[measure['kind']]}"},
            {"key": _("Which way is better"), "value": str(BETTER[measure["better"]])},
            {"key": _("About"), "value": measure["service"] or _("The whole project")},
            {"key": _("What the figures are"), "value": str(FIGURES[self.document["figures"]])},
        ]
        if measure["target"] is not None:
            target = measure["target"]
            shown = (
                f"{target * 100:.10g}%" if self.document["percent"] else f"{target:.10g} {self.unit}".strip()
            )
            rows.append({"key": _("Target"), "value": shown})
        if self.document["gathered"]:
            rows.append(
                {
                    "key": _("Gathered"),
                    "value": _("Months added up to quarters; a quarter without one of its months is missing"),
                }
            )
        if self.document["about_staff"]:
            least = _("About staff: counts under the rule's stricter limit are hidden")
            rows.append({"key": _("Whom it is about"), "value": least})
        if self.document["answered_for"] and self.document["figures"] == "statistic":
            rows.append(
                {
                    "key": _("Answered for"),
                    "value": _("Who prepared it says that each value is worked out from enough people"),
                }
            )
        rows.append({"key": _("Version of the measure"), "value": str(measure["version"])})
        return rows


def _sentence(signal: Mapping[str, Any], inside: Mapping[str, Any]) -> str:
    """What was found, in the reader's language: told as the project's own chart tells it."""
    points = [{"x": label, "y": 0.0, "excluded": False} for label in signal["points"]]
    count = len(points)
    if not signal["lasts"]:
        points.append({"x": "", "y": 0.0, "excluded": False})
    one = Happening(
        signal["rule"], signal["side"], tuple(range(count)), signal["verdict"], signal["older_lines"]
    )
    return f"{happening_sentence({'points': points, 'chart': inside['chart']}, one, inside['step'], _)}."


def _third_month(label: str) -> date:
    """A day in the last month of the quarter that begins on this day."""
    first = date.fromisoformat(label)
    return first.replace(month=first.month + 2)


def shown(document: Mapping[str, Any], *, project: str = "", id: str = "released") -> list[Shown]:
    """The series of a release's document, with ids that no two of a page share."""
    return [Shown(series, f"{id}-{place}", project) for place, series in enumerate(document["series"], 1)]


def csv_rows(document: Mapping[str, Any]) -> list[list[object]]:
    """Every point of a release, under headings. A hidden figure says so in its cell: never 0, never blank."""
    rows: list[list[object]] = [
        [
            _("Project"), _("Measure"), _("Part"), _("Period"), _("Value"), _("Count"), _("Out of"), _("Status"), _("Why not shown"),
            _("Centre"), _("Lower limit"), _("Upper limit"),
        ]
    ]  # fmt: skip
    for series in document["series"]:
        chart = series["chart"]
        lines = {point["x"]: point for point in chart["points"]} if chart else {}
        for point in series["points"]:
            line = lines.get(point["x"], {})
            rows.append(
                [
                    document["project"]["name"], series["measure"]["name"], series["part"], point["x"],
                    _cell(point["y"], point["status"]), _cell(point["count"], point["count_status"]),
                    _cell(point["n"], point["n_status"]), point["status"], str(WHY.get(point["reason"], "")),
                    line.get("centre"), line.get("lower"), line.get("upper"),
                ]
            )  # fmt: skip
    return rows


def _cell(value: float | None, status: str) -> object:
    return words.too_few() if status == "suppressed" else value


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where a release would say something else if it were made of the figures as they stand now. Both sides are controlled."""
    found = []
    news = {(one.document["measure"]["id"], one.part): one for one in shown(now)}
    for one in shown(then):
        other = news.get((one.document["measure"]["id"], one.part))
        points = {point["x"]: point for point in other.document["points"]} if other else {}
        for point in one.document["points"]:
            new = points.get(point["x"])
            if new is not None and _same(point, new):
                continue
            found.append(
                {
                    "series": one.title,
                    "period": one.when(point["x"]),
                    "then": _both(one, point),
                    "now": _both(other, new)
                    if other is not None and new is not None
                    else _("no figure any more"),
                }
            )
    return found


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in ("y", "status", "count", "n"))


def _both(one: Shown, point: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (one._value_of(point), one._count_of(point)) if part)


def day(iso: str | None) -> str:
    """A day of a document for people."""
    return words.day(date.fromisoformat(iso)) if iso else ""
