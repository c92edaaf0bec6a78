"""What is said of many series together: which come first, and what is worth knowing about them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median_low

from alongside.cli.chart.judging import Told
from alongside.stats.spc import icons_by_chance

_ORDER = ("concern", "improvement", "neutral", "common")

# Of the notes of single series, those that change how a page of many is read.
_NOTES_OF_SEVERAL = {
    "varies_more": "more variation than chance allows in %(count)s of %(all)s series: pp or up allows for it",
    "provisional": "provisional limits, fewer than 13 points behind them, in %(count)s of %(all)s series",
    "judged_on_earlier": "new phases still judged on earlier limits in %(count)s of %(all)s series",
    "neighbours_alike": "neighbouring points alike, so too many signals, in %(count)s of %(all)s series",
    "season_unknown": "under two years, so season cannot be told from change, in %(count)s of %(all)s series",
}


def by_concern(told: Sequence[Told]) -> list[Told]:
    """Return the series with those of concern first, and of these the ones whose target will not be met."""
    return sorted(told, key=_rank)


def said_of_all(told: Sequence[Told]) -> list[str]:
    """Say which types of chart were chosen and why, what holds for many series, and how the file was read."""
    return [*_chosen(told), *_counted(told), *_common_notes(told)]


def _rank(one: Told) -> tuple[int, bool]:
    verdict = str(one.document["variation"]).partition("_")[0]
    return _ORDER.index(verdict) if verdict in _ORDER else len(_ORDER), one.document["assurance"] != "fail"


def by_chance(told: Sequence[Told]) -> list[str]:
    """Say how many of the latest points signal, and how many would by chance: many charts, many false
    alarms.
    """
    shown = [one for one in told if one.document["variation"] is not None]
    if not shown:
        return []
    coloured = sum(one.document["variation"] != "common" for one in shown)
    points = median_low([len(one.document["points"]) for one in shown])
    chance = icons_by_chance(points, shown[0].settings) * len(shown)
    return [
        f"{coloured:,} of {len(shown):,} latest points say that something changed; "
        f"chance alone would make about {chance:.0f} say so"
    ]


def _chosen(told: Sequence[Told]) -> list[str]:
    return [f"{count:,} series: {why}" for why, count in Counter(one.why for one in told if one.why).items()]


def _counted(told: Sequence[Told]) -> list[str]:
    return [
        sentence % {"count": f"{count:,}", "all": f"{len(told):,}"}
        for code, sentence in _NOTES_OF_SEVERAL.items()
        if (count := sum(code in one.codes for one in told))
    ]


def _common_notes(told: Sequence[Told]) -> list[str]:
    """Return the notes about reading that hold for every series."""
    shared = set.intersection(*(set(one.reading_notes) for one in told))
    return [note for note in told[0].reading_notes if note in shared]
