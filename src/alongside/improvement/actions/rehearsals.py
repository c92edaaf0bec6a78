"""Rehearsals: a plan tried out before anything is measured, and kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.core import audit
from alongside.core.actions import Refused, action
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.models import Measure, Rehearsal
from alongside.programmes.access import hold, require
from alongside.programmes.models import Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer
from alongside.stats import rehearsal as stats

# While somebody waits: a chance of one half is known to within three in a hundred.
SIMULATIONS = 1000


@action
def rehearse(
    *,
    project: Project,
    name: str,
    plan: stats.Plan,
    by: Viewer,
    measure: Measure | None = None,
    slope: bool = False,
    simulations: int = SIMULATIONS,
    seed: int = stats.SEED,
) -> Rehearsal:
    """Live through a plan, with its change and without, and keep what came of it."""
    require(by, Permission.ANALYSES_RUN)
    project = hold(project, by)
    if measure is not None:
        measure = hold(measure, by)
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Say what you are going to measure."))
    told = stats.rehearse(plan, simulations=simulations, seed=seed, slope=slope)
    kept = Rehearsal.objects.create(
        project=project,
        measure=measure,
        name=name,
        plan=stats.as_plain(plan),
        simulations=simulations,
        seed=seed,
        slope=slope,
        told=stats.as_document(told) | {"codes": [[code, params] for code, params in told.notes]},
        by=membership_of(by),
    )
    audit.record("measurement rehearsed", by=by, about=kept)
    return kept
