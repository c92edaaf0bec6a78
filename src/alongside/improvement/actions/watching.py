"""Which measures an aim, a driver or a cycle is watched by."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from alongside.core.actions import Refused
from alongside.improvement.models import Aim, Cycle, Driver, Measure, Watched
from alongside.programmes.viewers import Viewer


def watch(of: Aim | Driver | Cycle, measures: Sequence[Measure], by: Viewer) -> None:
    """Let `of` be watched by these, and by no other that `by` sees. What is outside their share stays as it is."""
    key = str(type(of)._meta.model_name)
    wanted = {measure.pk for measure in measures}
    reached = Measure.objects.visible_to(by)
    if reached.standing().filter(pk__in=wanted).count() < len(wanted):
        raise Refused(_("One of these measures is no longer used. Choose again."))
    named = Watched.objects.filter(**{key: of}, measure__in=reached.values("pk"))
    before = set(named.values_list("measure", flat=True))
    named.exclude(measure__in=wanted).delete()
    for pk in wanted - before:
        Watched.objects.create(project_id=of.project_id, measure_id=pk, **{key: of})
