"""What stands in a board pack, in words and pictures: from released series alone, without anybody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.charts.svg import draw
from alongside.improvement.presenters.measures import KINDS
from alongside.improvement.presenters.released import Shown
from alongside.improvement.queries.glance import ENOUGH_ROWS
from alongside.stats.spc import Settings, icons_by_chance
from alongside.ui import words

if TYPE_CHECKING:
    from alongside.improvement.queries.releases import Released
    from alongside.programmes.models import Project

# A board reads no more, and so many slides are made while one waits: about a tenth of a second each.
MOST_SHEETS = 30


@dataclass(frozen=True)
class Icon:
    """A drawing, and the words that say the same."""

    svg: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """One chart of the pack, with everything that belongs to its number."""

    title: str
    about: str  # the kind of measure, and of which service
    icons: tuple[Icon, ...]
    value: str
    period: str
    n: str
    svg: str
    alt: str
    says: tuple[str, ...]
    footing: str
    counted: str
    released: str
    needs_attention: bool

    @property
    def in_short(self) -> str:
        """What its icons say, in a line."""
        return ". ".join(icon.words for icon in self.icons)

    @property
    def latest(self) -> str:
        """The latest value that is shown, with its period and n."""
        footing = " · ".join(part for part in (self.period, self.n) if part)
        return f"{self.value} ({footing})" if footing else self.value


@dataclass(frozen=True)
class Pack:
    """A board pack, whatever it is written as."""

    title: str
    project: str
    made: str
    lede: str
    by_chance: str
    attention_words: str
    sheets: tuple[Sheet, ...]
    how_to_read: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]  # each rule set's title, and what it does


def made_of(project: Project, released: Sequence[Released], today: date) -> Pack:
    """The board pack of these released series, that first which needs somebody most."""
    ordered = sorted(released, key=lambda one: by_concern(one.document))
    sheets = tuple(_sheet(one, place) for place, one in enumerate(ordered, 1))
    return Pack(
        title=_("Board pack: is it an improvement?"),
        project=project.name,
        made=_("Made on %(day)s from what the project had released by then.") % {"day": words.day(today)},
        lede=_lede(ordered),
        by_chance=_by_chance([one.document for one in ordered]),
        attention_words=_attention(sheets),
        sheets=sheets,
        how_to_read=tuple(_how_to_read()),
        rules=tuple(_rules(ordered)),
    )


def says(document: dict[str, Any]) -> str:
    """The icon of a released series without its side; empty where it isn't told or there are too few points."""
    return str(document["variation"] or "").partition("_")[0]


def needs_attention(document: dict[str, Any]) -> bool:
    """Whether it shows concern, or will not meet its target."""
    return says(document) == "concern" or document["assurance"] == "fail"


def by_concern(document: dict[str, Any]) -> tuple[object, ...]:
    """What needs somebody first, then what changed, then the rest; what isn't told last."""
    order = ("concern", "neutral", "common", "improvement", "")
    place = order.index(says(document))
    if needs_attention(document) and place:
        place = 0.5  # type: ignore[assignment]
    return place, document["measure"]["name"].casefold(), document["part"].casefold()


def _sheet(one: Released, place: int) -> Sheet:
    shown = Shown(one.document, f"sheet-{place}")
    measure = one.document["measure"]
    icons = [Icon(str(shown.variation), shown.variation_words)]
    if shown.assurance:
        icons.append(Icon(str(shown.assurance), shown.assurance_words))
    latest = shown.latest
    found = list(shown.signals)
    if not found:
        found.append(
            shown.variation_words + "."
            if not one.document["icons_told"]
            else _("There are too few points to say whether something changed.")
            if one.document["variation"] is None
            else _("No rule fired: this is the usual variation.")
        )
    if shown.not_told:
        found.append(_("Whether something happened in the figures that are too few to show is not told."))
    return Sheet(
        title=shown.title,
        about=" · ".join(part for part in (str(KINDS[measure["kind"]]), measure["service"] or _("The whole project")) if part),
        icons=tuple(icons),
        value=latest["value"],
        # Without a value to show there is no period it is of; the line below says from when to when.
        period=latest["period"] if one.document["chart"] else "",
        n=latest["n"],
        svg=_picture(shown, place),
        alt=shown.in_words,
        says=tuple(found[-4:]),
        footing=shown.footing,
        counted=_("How it is counted: %(how)s Source: %(source)s.") % {
            "how": _sentence(measure["definition"]), "source": str(measure["source"]).rstrip("."),
        },
        released=_("Released %(day)s under %(rules)s.") % {
            "day": _released_on(one), "rules": one.release.document["profile"]["title"],
        },
        needs_attention=needs_attention(one.document),
    )  # fmt: skip


def _picture(shown: Shown, place: int) -> str:
    """The chart without a title, which stands above it; nothing where no point is shown."""
    chart = shown.document["chart"]
    if chart is None:
        return ""
    # The line below the chart says of about how many: sums of rounded numbers would say something else.
    chart = {**chart, "points": [{**point, "n": None} for point in chart["points"]]}
    return draw(
        {**chart, "key": None}, unit=shown.unit, percent=shown.document["percent"], size="wide", name=f"sheet-{place}", say=_
    )  # fmt: skip


def _sentence(text: str) -> str:
    text = " ".join(str(text).split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _released_on(one: Released) -> str:
    cleared = one.release.document.get("cleared_on")
    return words.day(date.fromisoformat(cleared)) if cleared else ""


def _lede(released: Sequence[Released]) -> str:
    """How many charts say what; each kind that there is."""
    counted = Counter(says(one.document) if one.document["icons_told"] else "not told" for one in released)
    sentences = {
        "concern": _("%(n)s with concern"),
        "improvement": _("%(n)s with improvement"),
        "neutral": _("%(n)s with a change that is neither"),
        "common": _("%(n)s with usual variation"),
        "": _("%(n)s with too few points to say"),
        "not told": _("%(n)s whose icon is not told, because it rests on figures that are too few to show"),
    }
    charts = ngettext("%(n)s chart", "%(n)s charts", len(released)) % {"n": words.number(len(released))}
    found = [
        sentence % {"n": words.number(counted[key])} for key, sentence in sentences.items() if counted[key]
    ]
    return f"{charts}: {words.listed(found)}."


def _attention(sheets: Sequence[Sheet]) -> str:
    count = sum(sheet.needs_attention for sheet in sheets)
    if not count:
        return _(
            "None of the icons that are told shows concern, or a target that will not be met as things are."
        )
    return ngettext(
        "%(n)s needs your attention: it shows concern, or its target will not be met as things are. It stands first.",
        "%(n)s need your attention: they show concern, or their target will not be met as things are. They stand first.",
        count,
    ) % {"n": words.number(count)}


def _by_chance(documents: Sequence[dict[str, Any]]) -> str:
    judged = [one for one in documents if one["variation"] is not None]
    if not judged:
        return ""
    expected = 0.0
    for rules in sorted({_rules_of(one) for one in judged}):
        those = [one for one in judged if _rules_of(one) == rules]
        rows = min(median_low(len(one["points"]) for one in those), ENOUGH_ROWS)
        expected += len(those) * icons_by_chance(rows, Settings(chart="xmr", rules=rules))
    coloured = sum(says(one) != "common" for one in judged)
    about = (
        _("fewer than one") if expected < 0.95 else _("about %(n)s") % {"n": words.number(round(expected))}
    )
    return _(
        "%(coloured)s of %(all)s icons say that something changed. If nothing at all had changed, chance alone would colour "
        "%(about)s of them, and more where one month is like the month before."
    ) % {"coloured": words.number(coloured), "all": words.number(len(judged)), "about": about}


def _rules_of(document: dict[str, Any]) -> str:
    return str(document["chart"]["rules"]) if document["chart"] else "nhs"


def _how_to_read() -> list[tuple[str, str]]:
    return [
        (
            _("The line in the middle"),
            _(
                "The average of the points (the median in a run chart). Figures go up and down around it all the time: "
                "that is the usual variation, and no reason to act."
            ),
        ),
        (
            _("The limits"),
            _(
                "If nothing changes, nearly all points stay between them. They say what is usual, not what is good. "
                "Where they are dashed there are fewer than 13 points, and they may still move."
            ),
        ),
        (
            _("The first icon"),
            _(
                "Blue: the latest figure is part of a change for the better. Orange: part of a change that gives concern. "
                "Purple: a change, where neither way is better. Grey: the usual variation. Each colour has a shape of its own."
            ),
        ),
        (
            _("The second icon"),
            _("Whether the target will be met if nothing changes: always, never, or at times by chance."),
        ),
        (
            _("What was found"),
            _(
                "The sentences beside a chart were found on the project's exact figures. The points that you see have been "
                "through disclosure control: the line and the limits were drawn anew from them, and no point is coloured."
            ),
        ),
        (
            _("Before and after"),
            _("That a figure changed after something was done does not show that it changed because of it."),
        ),
    ]


def _rules(released: Sequence[Released]) -> list[tuple[str, str]]:
    found = {}
    for one in released:
        profile = one.release.document["profile"]
        title = _("%(title)s, version %(version)s") % {
            "title": profile["title"],
            "version": profile["version"],
        }
        found[title] = " ".join(str(profile["said"]).split())
    return sorted(found.items())
