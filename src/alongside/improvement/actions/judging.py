"""How a measure is judged: its chart and rules, its phases, the points left out. Each change is dated, signed and has a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.actions.measures import in_use, membership_of
from alongside.improvement.models import Exclusion, Measure, Phase, Point, Rejudging
from alongside.improvement.models.measures import SHARE_CHARTS
from alongside.improvement.queries import charts, series
from alongside.programmes.access import hold, require
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.stats.spc import CHART_TYPES
from alongside.stats.spc import Refused as NotCharted

# What can be changed about how a measure is judged. Its target goes along, for its unit may change with it.
NAMES = (
    "chart", "rules", "trend", "two_in_three", "screen", "multiply", "baseline", "centre", "target",
)  # fmt: skip


@action
def rejudge(
    *, measure: Measure, said: Mapping[str, Any], why: str = "", by: Viewer, version: int | None = None
) -> Measure:
    """Change how a measure is judged: any of `NAMES`; what isn't said stays. Once there are figures it needs a reason."""
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    check_version(measure, version)
    in_use(measure)
    unknown = set(said) - set(NAMES)
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))} is nothing that a measure is judged by")
    was = {name: getattr(measure, name) for name in NAMES}
    became = {name: value for name, value in said.items() if value != was[name]}
    if not became:
        raise Refused(_("Nothing was changed."))
    parts = series.parts(measure)
    if parts and not why.strip():
        raise Refused(_("Say why the measure is judged in another way: there are figures already."))
    for name, value in became.items():
        setattr(measure, name, value)
    _fits(measure, parts)
    measure.save()
    Rejudging.objects.create(
        project=measure.project,
        measure=measure,
        was={name: was[name] for name in became},
        became=became,
        why=why.strip(),
        by=membership_of(by),
    )
    audit.record("measure judged in another way", by=by, about=measure)
    return measure


def _fits(measure: Measure, parts: list[series.Part]) -> None:
    """Refuse what no chart can be drawn by, or not with these figures."""
    if measure.chart and measure.chart not in CHART_TYPES:
        raise Refused(_("There is no such chart."))
    if not measure.chart and parts:
        raise Refused(_("Choose a chart: this measure has figures already."))
    if measure.chart in SHARE_CHARTS:
        if measure.multiply != 1:
            raise Refused(_("A share is shown in per cent. Leave “per how many” at 1."))
        for value, said in (
            (measure.target, _("The target of a share is between 0% and 100%.")),
            (measure.centre, _("The average of a share is between 0% and 100%.")),
        ):
            if value is not None and not 0 <= value <= 1:
                raise Refused(said)
    try:
        charts.settings_of(measure)
    except NotCharted as refused:
        raise Refused(refused.sentence(_)) from refused
    if problem := charts.refusal(measure, parts, say=_):
        raise Refused(problem)


@action
def begin_phase(*, measure: Measure, label: str, why: str, part: str | None = None, by: Viewer) -> Phase:
    """Begin a new phase at a point of the data: of one series (`part`), or of every one.

    Never done by itself: a new phase may hide what went wrong as well as show what went right.
    """
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    in_use(measure)
    if not why.strip():
        raise Refused(_("Say what changed, and how you know."))
    labels = labels_of(measure, series.parts(measure, None if part is None else [part]))
    if label not in labels:
        raise Refused(_("There is no point there. A phase begins at a point of the chart."))
    if label == labels[0]:
        raise Refused(_("This is the first point, so no phase can begin there: nothing lies before it."))
    said = {"measure": measure, "every_part": part is None, "part": part or "", "label": label}
    if Phase.objects.standing().filter(**said).exists():
        raise Refused(_("A phase begins at this point already."))
    phase = Phase.objects.create(project=measure.project, why=why.strip(), by=membership_of(by), **said)
    audit.record("phase begun", by=by, about=phase, measure=measure)
    return phase


@action
def withdraw_phase(*, phase: Phase, why: str, by: Viewer) -> Phase:
    """Let the lines go on through a point where a phase began, with a reason."""
    phase = _withdrawn(phase, why, by)
    audit.record("phase withdrawn", by=by, about=phase, measure=phase.measure)
    return phase


@action
def leave_out(*, measure: Measure, label: str, why: str, part: str = "", by: Viewer) -> Exclusion:
    """Leave a point out of the lines, the rules and the icons. It stays on the chart, drawn hollow, with its reason."""
    require(by, Permission.MEASURES_CHANGE)
    measure = hold(measure, by)
    in_use(measure)
    if not why.strip():
        raise Refused(_("Say why this point doesn't count."))
    said = {"measure": measure, "part": part, "label": label}
    if not Point.objects.filter(standing=True, y__isnull=False, **said).exists():
        raise Refused(_("There is no figure at that point."))
    if Exclusion.objects.standing().filter(**said).exists():
        raise Refused(_("This point is left out already."))
    exclusion = Exclusion.objects.create(
        project=measure.project, why=why.strip(), by=membership_of(by), **said
    )
    audit.record("point left out", by=by, about=exclusion, measure=measure)
    return exclusion


@action
def take_back(*, exclusion: Exclusion, why: str, by: Viewer) -> Exclusion:
    """Let a point count again, with a reason."""
    exclusion = _withdrawn(exclusion, why, by)
    audit.record("point counts again", by=by, about=exclusion, measure=exclusion.measure)
    return exclusion


def _withdrawn(mark: Any, why: str, by: Viewer) -> Any:
    require(by, Permission.MEASURES_CHANGE)
    mark = hold(mark, by)
    in_use(hold(mark.measure, by))
    if mark.withdrawn_at is not None:
        raise Refused(_("This was taken back already."))
    if not why.strip():
        raise Refused(_("Say why it is taken back."))
    mark.withdrawn_at, mark.withdrawn_by, mark.withdrawn_why = clock.now(), membership_of(by), why.strip()
    mark.save()
    return mark


def labels_of(measure: Measure, parts: Sequence[series.Part]) -> list[str]:
    """Every point of these series, in order."""
    if measure.step != Measure.Step.ORDER:
        return sorted({label for one in parts for label in one.labels})
    if len(parts) == 1:
        return list(parts[0].labels)
    return series.labels_of(measure)
