"""Measures: defined, changed, withdrawn, annotated, by those whose role it is."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from alongside.core import clock
from alongside.core.actions import Refused, Stale
from alongside.core.models import AuditRow
from alongside.core.rowsecurity import inside
from alongside.improvement.actions import measures
from alongside.improvement.models import Measure
from alongside.programmes.access import NotAllowed

from .conftest import shares


def changed(measure, **said):
    told = {
        name: getattr(measure, name)
        for name in ("name", "definition", "kind", "better", "chart", "source", "unit", "target")
    }
    return {"measure": measure, **told, **said}


def test_a_measure_says_what_it_counts_and_who_defined_it(cast, measure):
    assert measure.definition == "Answers 'yes, definitely', out of all answers."
    assert measure.defined_by == cast.membership(cast.improvement_lead)
    assert measure.version == 1


@pytest.mark.parametrize("missing", ["name", "definition", "source"])
def test_a_measure_without_its_words_is_refused(define, missing):
    with pytest.raises(Refused, match="Give the measure a name"):
        define(**{missing: "  "})


def test_a_project_has_one_measure_of_a_name_whatever_its_capitals(define, measure):
    with pytest.raises(Refused, match="a measure of that name already"):
        define(name="felt  Understood")


def test_the_name_of_a_withdrawn_measure_is_free_again(cast, define, measure):
    measures.withdraw(measure=measure, why="Nobody counts it any more.", by=cast.improvement_lead)
    assert define().pk != measure.pk


def test_another_project_may_use_the_same_name(cast, define, measure):
    with inside(cast.lantern.pk):
        theirs = define(project=cast.lantern, by=cast.lantern_improvement_lead)
        assert theirs.name == measure.name


def test_the_target_of_a_share_is_a_share(define):
    with pytest.raises(Refused, match="between 0% and 100%"):
        define(target=90)


@pytest.mark.parametrize(
    "who", ["supervisor", "peer_worker", "project_evaluator", "clinician", "administrator"]
)
def test_who_may_not_change_measures_is_refused(cast, define, who):
    with pytest.raises(NotAllowed):
        define(by=getattr(cast, who))


def test_a_change_says_who_and_when_and_moves_the_version(cast, measure):
    again = measures.change(**changed(measure, target=0.9), by=cast.improvement_lead, version=1)

    assert (again.target, again.version) == (0.9, 2)
    assert (again.changed_by, again.changed_at) == (cast.membership(cast.improvement_lead), clock.now())


def test_a_stale_change_is_refused(cast, measure):
    measures.change(**changed(measure, target=0.9), by=cast.improvement_lead, version=1)
    with pytest.raises(Stale):
        measures.change(**changed(measure, target=0.8), by=cast.improvement_lead, version=1)


def test_the_chart_of_a_measure_with_figures_is_not_changed_in_passing(cast, charted):
    with pytest.raises(Refused, match="under “How it is judged”, with a reason"):
        measures.change(**changed(charted, chart="run"), by=cast.improvement_lead)


def test_a_measure_is_withdrawn_for_a_reason(cast, measure):
    with pytest.raises(Refused, match="Say why"):
        measures.withdraw(measure=measure, why=" ", by=cast.improvement_lead)
    gone = measures.withdraw(measure=measure, why="Counted twice.", by=cast.improvement_lead)
    assert (gone.withdrawn_why, gone.withdrawn_by) == (
        "Counted twice.",
        cast.membership(cast.improvement_lead),
    )


def test_a_withdrawn_measure_stays_as_it_is(cast, measure, take):
    measures.withdraw(measure=measure, why="Counted twice.", by=cast.improvement_lead)
    for refused in (
        lambda: take(measure, shares([(1, 2)])),
        lambda: measures.change(**changed(measure, unit="people"), by=cast.improvement_lead),
        lambda: measures.annotate(
            measure=measure, label="2025-02-01", words="Too late", by=cast.improvement_lead
        ),
        lambda: measures.withdraw(measure=measure, why="Again.", by=cast.improvement_lead),
    ):
        with pytest.raises(Refused, match="was withdrawn"):
            refused()


def test_an_annotation_needs_words_and_can_be_taken_off(cast, measure):
    with pytest.raises(Refused, match="Say what happened"):
        measures.annotate(measure=measure, label="2025-02-01", words=" ", by=cast.improvement_lead)
    note = measures.annotate(
        measure=measure, label="2025-02-01", words="A second peer started", by=cast.improvement_lead
    )
    assert measures.withdraw_annotation(annotation=note, by=cast.improvement_lead).withdrawn_at == clock.now()


def test_what_is_done_stands_in_the_trail_without_names(cast, measure):
    note = measures.annotate(
        measure=measure, label="2025-02-01", words="A second peer started", by=cast.improvement_lead
    )
    measures.withdraw_annotation(annotation=note, by=cast.improvement_lead)
    measures.withdraw(measure=measure, why="Counted twice.", by=cast.improvement_lead)

    events = list(
        AuditRow.objects.filter(about_kind__startswith="improvement.")
        .order_by("pk")
        .values_list("event", flat=True)
    )
    assert events == ["measure defined", "chart annotated", "annotation withdrawn", "measure withdrawn"]
    assert not AuditRow.objects.filter(others__contains="understood").exists()


def test_measures_of_a_service_are_seen_by_those_who_reach_it(cast, define):
    whole, one, two = (
        define(),
        define(name="One", service=cast.ward_one),
        define(name="Two", service=cast.ward_two),
    )

    def seen(viewer):
        return set(Measure.objects.visible_to(viewer))

    assert seen(cast.improvement_lead) == seen(cast.peer_supervisor) == {whole, one, two}
    assert seen(cast.clinician) == seen(cast.peer_worker) == {whole, one}
    assert seen(cast.other_ward_clinician) == {whole, two}
    assert seen(cast.funder) == {whole}
    assert seen(cast.stranger) == seen(cast.lantern_improvement_lead) == set()


@pytest.mark.parametrize(
    "broken",
    [
        {"withdrawn_why": "Because"},
        {"chart": "p", "target": 90},
        {"chart": "pp", "target": 90},
        {"trend": 5},
        {"baseline": 1},
        {"chart": "u", "multiply": 0},
        {"chart": "p", "multiply": 100},
        {"chart": "p", "centre": 50},
        {"changed_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_the_database_refuses_what_no_action_makes(measure, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(**broken)
