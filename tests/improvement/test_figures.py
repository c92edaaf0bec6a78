"""Figures: taken whole or not at all, replaced only on purpose, and taken back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from alongside.core import clock, vault
from alongside.core.actions import Refused
from alongside.core.models import AuditRow, VaultItem
from alongside.improvement import background
from alongside.improvement.actions import figures, measures
from alongside.improvement.models import Annotation, Import, Measure, Point
from alongside.improvement.queries import tables
from alongside.improvement.reading import Chosen
from alongside.programmes.access import NotAllowed
from tests.cast import NOW

from .conftest import MONTHS, shares, values

LONG_AGO = NOW - timedelta(days=400)
ANSWERS = "date,answer\n2025-01-03,1\n2025-01-09,2\n2025-01-20,5\n2025-02-04,1\n2025-02-11,7\n2025-03-02,4\n"
COUNTED = Chosen(
    each_row="rows",
    x="date",
    every="month",
    count_in="answer",
    counted=("1", "2"),
    among=("1", "2", "4", "5"),
)


def stand(measure: Measure) -> dict[str, tuple]:
    rows = Point.objects.filter(measure=measure, standing=True).order_by("label")
    return {(row.part + " " + row.label).strip(): (row.y, row.n) for row in rows}


@pytest.fixture
def stage(cast):
    def staged(
        content: str = ANSWERS,
        *,
        filename: str = "answers.csv",
        measure: Measure | None = None,
        chosen: Chosen = COUNTED,
    ):
        brought = figures.stage(
            project=cast.harbour,
            measure=measure,
            content=content.encode(),
            filename=filename,
            rows=6,
            by=cast.improvement_lead,
        )
        return figures.choose(brought=brought, chosen=chosen, by=cast.improvement_lead)

    return staged


PROPOSED = {
    "name": "Good or very good", "definition": "Answers 1 or 2 of 1 to 5.", "kind": "outcome", "better": "up", "chart": "",
    "source": "Cards", "unit": "", "target": None, "service": None,
}  # fmt: skip


def test_figures_are_taken_once(cast, measure, take):
    brought = take(measure, shares([(18, 28), (20, 31)]), filename="january.csv")

    assert stand(measure) == {"2025-01-01": (18, 28), "2025-02-01": (20, 31)}
    assert (brought.points, brought.state, brought.by) == (
        2,
        Import.State.TAKEN,
        cast.membership(cast.improvement_lead),
    )


def test_the_same_figures_again_change_nothing(measure, take):
    take(measure, shares([(18, 28)]))
    with pytest.raises(Refused, match="are here already"):
        take(measure, shares([(18, 28)]))
    assert Import.objects.count() == 1


def test_another_figure_for_a_period_needs_a_decision(measure, take):
    take(measure, shares([(18, 28), (20, 31)]))
    with pytest.raises(Refused, match="have other figures already"):
        take(measure, shares([(19, 28), (20, 31), (22, 30)]))
    assert stand(measure) == {"2025-01-01": (18, 28), "2025-02-01": (20, 31)}


def test_a_new_figure_can_stand_in_place_of_an_old_one(measure, take):
    take(measure, shares([(18, 28), (20, 31)]))
    again = take(measure, shares([(19, 28), (20, 31), (22, 30)]), clash="replace")

    assert stand(measure) == {"2025-01-01": (19, 28), "2025-02-01": (20, 31), "2025-03-01": (22, 30)}
    assert again.points == 2
    assert Point.objects.filter(replaced_by=again).count() == 1


def test_old_figures_can_be_left_as_they_are(measure, take):
    take(measure, shares([(18, 28)]))
    take(measure, shares([(19, 28), (20, 31)]), clash="leave")
    assert stand(measure) == {"2025-01-01": (18, 28), "2025-02-01": (20, 31)}


def test_leaving_everything_takes_nothing(measure, take):
    take(measure, shares([(18, 28)]))
    with pytest.raises(Refused, match="Nothing was changed"):
        take(measure, shares([(19, 28)]), clash="leave")


def test_undoing_restores_what_was_replaced(cast, measure, take):
    take(measure, shares([(18, 28), (20, 31)]))
    before = stand(measure)
    again = take(measure, shares([(19, 28), (20, 31), (22, 30)]), clash="replace")

    undone = figures.undo(brought=again, why="The wrong ward.", by=cast.improvement_lead)

    assert stand(measure) == before
    assert (undone.state, undone.undone_why) == (Import.State.UNDONE, "The wrong ward.")
    assert undone.undone_by == cast.membership(cast.improvement_lead)


def test_what_was_replaced_since_is_undone_after_what_replaced_it(cast, measure, take):
    first = take(measure, shares([(18, 28)]))
    second = take(measure, shares([(19, 28)]), clash="replace")

    with pytest.raises(Refused, match="Undo what replaced them first"):
        figures.undo(brought=first, why="Wrong.", by=cast.improvement_lead)
    figures.undo(brought=second, why="Wrong.", by=cast.improvement_lead)
    assert stand(measure) == {"2025-01-01": (18, 28)}
    figures.undo(brought=first, why="Wrong too.", by=cast.improvement_lead)
    assert stand(measure) == {}
    with pytest.raises(Refused, match="undone already"):
        figures.undo(brought=first, why="Again.", by=cast.improvement_lead)


def test_three_replacements_come_back_one_by_one(cast, measure, take):
    brought = [take(measure, shares([(y, 28)]), clash="replace") for y in (18, 19, 20)]
    for one, left in ((brought[2], (19, 28)), (brought[1], (18, 28))):
        figures.undo(brought=one, why="Wrong.", by=cast.improvement_lead)
        assert stand(measure) == {"2025-01-01": left}


def test_what_nothing_lies_on_can_be_undone_though_other_figures_came_later(cast, measure, take):
    first = take(measure, shares([(18, 28)]))
    take(measure, shares([(20, 31)], labels=["2025-02-01"]))
    figures.undo(brought=first, why="The wrong ward.", by=cast.improvement_lead)
    assert stand(measure) == {"2025-02-01": (20, 31)}


def test_taking_back_needs_a_reason(cast, measure, take):
    with pytest.raises(Refused, match="Say why"):
        figures.undo(brought=take(measure, shares([(18, 28)])), why=" ", by=cast.improvement_lead)


def test_a_gap_is_kept_as_a_gap(define, take):
    measure = define(chart="xmr")
    take(measure, values([3.5, None, 4.0]))
    assert stand(measure)["2025-02-01"] == (None, None)


def test_labels_without_dates_keep_the_order_they_came_in(define, take):
    from alongside.improvement.queries import series
    from alongside.improvement.reading import Figure

    measure = define(chart="xmr", step="order")
    take(
        measure,
        [Figure("", label, place, float(place), None) for place, label in enumerate(["zebra", "apple"])],
    )
    take(
        measure,
        [Figure("", label, place, 9.0, None) for place, label in enumerate(["mango", "apple"])],
        clash="replace",
    )
    assert series.parts(measure)[0].labels == ("zebra", "apple", "mango")


def test_a_table_waits_sealed_and_belongs_to_whoever_read_it_in(cast, stage):
    brought = stage()
    colleague = cast.member(cast.improvement_lead.role, name="Irene Duarte")

    assert Import.objects.visible_to(cast.improvement_lead).filter(pk=brought.pk).exists()
    for other in (colleague, cast.supervisor, cast.lantern_improvement_lead, cast.stranger):
        assert not Import.objects.visible_to(other).filter(pk=brought.pk).exists()
    with pytest.raises(NotAllowed):
        figures.take_table(brought=brought, by=colleague)


def test_what_was_read_in_is_not_in_the_clear_anywhere(cast, stage, settings):
    from alongside.core.vault import files

    brought = stage("date,remark\n2025-01-03,Rosamund cried\n")
    lying = files.place(cast.harbour.pk, brought.vault_item).read_bytes()
    assert b"Rosamund" not in lying
    assert "Rosamund" not in json.dumps([str(v) for v in Import.objects.values().get(pk=brought.pk).values()])


def test_rows_are_counted_into_a_share_and_their_measure_is_defined_with_them(cast, stage):
    brought = figures.propose(brought=stage(), proposed=PROPOSED, by=cast.improvement_lead)
    assert not Measure.objects.exists()

    taken = figures.take_table(brought=brought, by=cast.improvement_lead)

    assert stand(taken.measure) == {"2025-01-01": (2, 3), "2025-02-01": (1, 1), "2025-03-01": (0, 1)}
    assert (taken.measure.name, taken.measure.chart, taken.measure.step) == (
        "Good or very good",
        "p",
        "month",
    )
    assert (taken.vault_item, taken.state, taken.rows, taken.points) == (None, "taken", 6, 3)


def test_the_table_is_destroyed_when_its_figures_are_taken(cast, stage, measure):
    brought = stage(measure=measure)
    item = brought.vault_item
    figures.take_table(brought=brought, by=cast.improvement_lead)

    assert VaultItem.objects.get(pk=item).wrapped_key == ""
    with pytest.raises(vault.Gone):
        vault.open(item, by=cast.improvement_lead, owner=brought)


def test_a_target_typed_before_the_figures_are_known_to_be_shares_is_per_cent(cast, stage):
    brought = figures.propose(
        brought=stage(), proposed={**PROPOSED, "target": 90.0}, by=cast.improvement_lead
    )
    assert figures.take_table(brought=brought, by=cast.improvement_lead).measure.target == 0.9


def test_nothing_of_a_table_with_a_problem_is_taken(cast, stage, measure):
    brought = stage("date,answer\n2025-01-03,1\n31/31/2025,2\n", measure=measure)
    with pytest.raises(Refused, match="Row 3"):
        figures.take_table(brought=brought, by=cast.improvement_lead)
    assert stand(measure) == {}
    assert Import.objects.get(pk=brought.pk).state == Import.State.READ


def test_a_table_without_a_measure_says_so(cast, stage):
    with pytest.raises(Refused, match="Say first what these figures measure"):
        figures.take_table(brought=stage(), by=cast.improvement_lead)


def test_a_name_that_is_taken_is_refused_before_anything_is_defined(cast, stage, measure):
    with pytest.raises(Refused, match="a measure of that name already"):
        figures.propose(
            brought=stage(), proposed={**PROPOSED, "name": measure.name}, by=cast.improvement_lead
        )


def test_a_table_can_be_left_and_is_gone(cast, stage):
    brought = stage()
    item = brought.vault_item
    left = figures.leave(brought=brought, by=cast.improvement_lead)

    assert (left.state, left.vault_item, left.columns, left.filename) == ("left", None, {}, "")
    assert VaultItem.objects.get(pk=item).destroyed_why == "table-left"
    with pytest.raises(NotAllowed):  # without a measure it is nobody's any more
        figures.leave(brought=left, by=cast.improvement_lead)


def test_a_table_that_was_taken_is_taken_once(cast, stage, measure):
    brought = stage(measure=measure)
    figures.take_table(brought=brought, by=cast.improvement_lead)
    with pytest.raises(Refused, match="taken or left already"):
        figures.take_table(brought=brought, by=cast.improvement_lead)


def test_how_columns_were_understood_is_remembered_for_the_next_table(cast, stage, measure):
    figures.take_table(brought=stage(measure=measure), by=cast.improvement_lead)
    again = figures.stage(
        project=cast.harbour,
        measure=measure,
        content=ANSWERS.encode(),
        filename="next.csv",
        rows=6,
        by=cast.improvement_lead,
    )
    assert Chosen.of(again.columns) == COUNTED == tables.remembered(measure)


def test_tables_that_nobody_took_are_gone_after_a_day(cast, stage):
    brought = stage()
    item = brought.vault_item
    assert background.clear_tables() == 0
    with clock.set_to(clock.now() + timedelta(days=1, minutes=1)):
        assert background.clear_tables() == 1
        assert background.clear_tables() == 0
    assert Import.objects.get(pk=brought.pk).state == Import.State.LEFT
    assert VaultItem.objects.get(pk=item).destroyed_why == "table-not-taken"


def test_each_step_stands_in_the_trail(cast, stage, measure):
    taken = figures.take_table(brought=stage(measure=measure), by=cast.improvement_lead)
    figures.undo(brought=taken, why="Wrong.", by=cast.improvement_lead)
    figures.leave(brought=stage(measure=measure), by=cast.improvement_lead)

    about = (
        AuditRow.objects.filter(about_kind="improvement.Import")
        .order_by("pk")
        .values_list("event", flat=True)
    )
    told = [event for event in about if "vault" not in event and "document" not in event]
    assert told == ["table read in", "figures taken", "figures undone", "table read in", "table left"]


@pytest.mark.parametrize("who", ["supervisor", "peer_worker", "administrator"])
def test_who_may_not_bring_in_figures_is_refused(cast, measure, who):
    with pytest.raises(NotAllowed):
        figures.stage(project=cast.harbour, measure=measure, content=b"x", rows=1, by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        figures.take(measure=measure, figures=shares([(1, 2)]), rows=1, columns={}, by=getattr(cast, who))


def test_nobody_brings_figures_into_another_project(cast, measure):
    with pytest.raises(NotAllowed):
        figures.take(
            measure=measure, figures=shares([(1, 2)]), rows=1, columns={}, by=cast.lantern_improvement_lead
        )


def test_a_withdrawn_measure_takes_no_table(cast, stage, measure):
    brought = stage(measure=measure)
    measures.withdraw(measure=measure, why="Counted twice.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="was withdrawn"):
        figures.take_table(brought=brought, by=cast.improvement_lead)


def test_the_database_lets_one_figure_stand_for_a_period(measure, take):
    brought = take(measure, shares([(18, 28)]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.create(
            project=measure.project, measure=measure, brought_by=brought, place=0, label=MONTHS[0], y=1.0
        )


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "read"},
        {"state": "left"},
        {"state": "undone"},
        {"taken_at": None},
        {"measure": None},
        {"undone_why": "No reason"},
        {"vault_item": "0b1e2f7a-0000-4000-8000-000000000000"},
    ],
)
def test_the_database_refuses_states_that_contradict_themselves(measure, take, broken):
    brought = take(measure, shares([(18, 28)]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.filter(pk=brought.pk).update(**broken)


@pytest.mark.parametrize(
    "said",
    [{"y": 1.0}, {"y": None}, {"n": None}, {"n": 7.0}, {"label": "2020-01-01"}, {"part": "Larch"}, {"created_at": LONG_AGO}],
)  # fmt: skip
def test_the_database_edits_no_figure(measure, take, said):
    """What stood on a day could not be had again, and nobody would see that it was changed."""
    take(measure, shares([(40, 60), (41, 61)]))
    with pytest.raises(DatabaseError, match="only replaced"), transaction.atomic():
        Point.objects.filter(label="2025-01-01").update(**said)


def test_the_database_keeps_when_a_table_came_in_and_what_a_note_says(cast, measure, take):
    take(measure, shares([(40, 60), (41, 61)]))
    measures.annotate(
        measure=measure, label="2025-02-01", words="A card in plain words", by=cast.improvement_lead
    )
    for rows, said in (
        (Import.objects.filter(measure=measure), {"created_at": LONG_AGO}),
        (Annotation.objects.filter(measure=measure), {"created_at": LONG_AGO}),
        (Annotation.objects.filter(measure=measure), {"label": "2025-01-01"}),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            rows.update(**said)
