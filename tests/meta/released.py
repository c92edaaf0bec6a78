"""Releases for the sweep: one in each state, and who reaches it."""

from __future__ import annotations

from alongside.core import rowsecurity
from alongside.improvement.actions import figures, measures, releases
from alongside.improvement.models import Measure
from alongside.improvement.releasing import Choices, Chosen
from tests.meta.sweep import HARBOUR, PROGRAMME, Example


def example(record, reached: set[str] = frozenset()) -> Example:
    return Example(record, frozenset(reached))


def released(cast) -> dict[str, dict[str, Example]]:
    """Releases in each state: a draft is its preparer's alone, and the programme reads what was cleared."""
    draft = a_release(cast.improvement_lead)
    waiting = releases.send(release=a_release(cast.improvement_lead), by=cast.improvement_lead)
    sent = releases.send(release=a_release(cast.improvement_lead), by=cast.improvement_lead)
    cleared = releases.clear(release=sent, by=cast.privacy_lead)
    with rowsecurity.inside(cast.lantern.pk):
        there = a_release(cast.lantern_improvement_lead)
    in_the_project = {
        "own": example(cleared, HARBOUR),
        "waiting": example(waiting, HARBOUR),
        "draft": example(draft, {"improvement_lead"}),
        "other project": example(there),
    }
    in_the_programme = {
        "own": example(cleared, PROGRAMME),
        "waiting": example(waiting),
        "draft": example(draft),
        "other project": example(there),
    }
    pages = ("", "_csv", "_png", "_json")
    return {
        "release": in_the_project,
        **{f"programme_release{page} release": in_the_programme for page in pages},
    }


def a_release(lead):
    """A draft of a measure with two months that can be shown."""
    measure = measures.define(
        project=lead.project, name=f"Released {Measure.objects.count()}", definition="Of all asked.", kind="outcome",
        better="up", chart="p", source="Cards", by=lead,
    )  # fmt: skip
    shown = [figures.Figure("", f"2026-{month:02}-01", month, 40.0, 60.0) for month in (9, 10)]
    figures.take(measure=measure, figures=shown, rows=2, columns={}, by=lead)
    choices = Choices((Chosen(str(measure.pk)),))
    return releases.prepare(
        project=lead.project, name="Figures", choices=choices, rule_set="nhs-hes-like", by=lead
    )
