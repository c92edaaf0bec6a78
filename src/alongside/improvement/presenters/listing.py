"""One measure of the list: its icons, what they say, and its latest figure with its footing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from alongside.charts import periods
from alongside.charts.icons import variation_icon
from alongside.improvement.models import Measure
from alongside.improvement.presenters.charts import step_of
from alongside.improvement.presenters.glance import SAYS, Card
from alongside.improvement.presenters.measures import KINDS
from alongside.improvement.queries.glance import VARIATIONS, OneChart
from alongside.programmes import addresses
from alongside.ui import words


def row(measure: Measure, charts: Sequence[OneChart]) -> dict[str, Any]:
    """What the list says of a measure with these charts: none, one, or one for each of its series."""
    said: dict[str, Any] = {
        "name": measure.name,
        "href": addresses.of_project(measure.project, "measure", measure=measure),
        "kind": str(KINDS[Measure.Kind(measure.kind)]),
        "place": measure.service.name if measure.service else "",
        "icons": [],
        "says": "",
        "value": "",
        "footing": _("No figures yet"),
    }
    if not charts:
        return said
    if len(charts) > 1:
        return {**said, **_several(charts)}
    card = Card(charts[0])
    latest = card.latest
    said["icons"] = [{"icon": card.icons, "count": ""}]
    said["says"] = f"{card.says}. {card.target}." if card.target else f"{card.says}."
    said["value"] = latest["value"]
    said["footing"] = " · ".join(part for part in (latest["period"], latest["n"]) if part) or _("No value")
    return said


def _several(charts: Sequence[OneChart]) -> dict[str, Any]:
    """Each icon that occurs, with how many of the series show it; that first which needs somebody most."""
    counted = Counter((one.says, one.variation) for one in charts)
    ordered = sorted(counted.items(), key=lambda each: (VARIATIONS.index(each[0][0]), str(each[0][1])))
    shown = Counter(one.says for one in charts)
    latest = max((one.part.labels[one.place] for one in charts if one.place >= 0), default="")
    footing = ngettext("%(n)s series", "%(n)s series", len(charts)) % {"n": words.number(len(charts))}
    if latest:
        when = periods.when(latest, step_of(charts[0].measure) or "point", _)
        footing = _("%(series)s, the latest figure for %(when)s") % {"series": footing, "when": when}
    return {
        "icons": [
            {"icon": Markup(variation_icon(variation, size=40, say=_)), "count": words.number(count)}  # noqa: S704
            for (says, variation), count in ordered
        ],
        "says": " · ".join(
            _("%(n)s: %(says)s") % {"n": words.number(shown[says]), "says": SAYS[says]} for says in VARIATIONS if shown[says]
        ),
        "footing": footing,
    }  # fmt: skip
