"""Aims: set, changed for a reason with every version kept, withdrawn; and the measures that are watched for them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from alongside.core.actions import Refused, Stale
from alongside.core.models import AuditRow
from alongside.core.rowsecurity import inside
from alongside.improvement.actions import aims, measures
from alongside.improvement.models import Aim, AimVersion, Measure, Watched
from alongside.improvement.presenters import aims as presenter
from alongside.improvement.queries import drivers as tree_of
from alongside.programmes.access import NotAllowed

from .work import an_aim, driver


@pytest.fixture
def aim(cast) -> Aim:
    return an_aim(cast)


def changed(aim: Aim, **said):
    told = {name: getattr(aim, name) for name in ("what", "how_much", "by_when", "for_whom", "measure")}
    return {"aim": aim, **told, "why": "The first figures were in.", **said}


def test_a_full_aim_says_what_how_much_by_when_and_for_whom(aim):
    assert presenter.missing(aim) == []
    assert AimVersion.objects.get(aim=aim).number == 1


def test_an_aim_without_how_much_or_by_when_is_kept_and_says_that_it_is_not_yet_full(cast):
    aim = an_aim(cast, how_much="", by_when=None)
    assert [sentence.split(".")[0] for sentence in presenter.missing(aim)] == [
        "It doesn't say how much",
        "It doesn't say by when",
    ]


def test_an_aim_of_nothing_is_refused(cast):
    with pytest.raises(Refused, match="Say what is to get better"):
        an_aim(cast, what="  ")


def test_a_change_needs_a_reason_and_keeps_how_it_was_said(cast, aim):
    with pytest.raises(Refused, match="Say why"):
        aims.change(**changed(aim, why=" "), by=cast.improvement_lead)
    again = aims.change(**changed(aim, how_much="from 58% to 66%"), by=cast.improvement_lead)

    assert again.how_much == "from 58% to 66%"
    assert list(
        AimVersion.objects.filter(aim=aim).order_by("number").values_list("number", "how_much", "why")
    ) == [
        (1, "from 58% to 75%", ""),
        (2, "from 58% to 66%", "The first figures were in."),
    ]


def test_a_stale_change_is_refused(cast, aim):
    aims.change(**changed(aim, how_much="by half"), by=cast.improvement_lead, version=1)
    with pytest.raises(Stale):
        aims.change(**changed(aim, how_much="by a third"), by=cast.improvement_lead, version=1)


def test_a_version_is_never_rewritten_not_even_by_hand(aim):
    with pytest.raises(IntegrityError), transaction.atomic():
        AimVersion.objects.filter(aim=aim).update(how_much="by half")


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"withdrawn_why": "Because."},
    ],
)
def test_the_database_holds_what_an_aim_must_say(aim, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Aim.objects.filter(pk=aim.pk).update(**wrong)


def test_the_database_keeps_no_change_without_a_reason(cast, aim):
    with pytest.raises(IntegrityError), transaction.atomic():
        AimVersion.objects.create(
            project=aim.project, aim=aim, number=2, what="x", by=cast.membership(cast.improvement_lead)
        )


def test_a_withdrawn_aim_stays_as_it_is(cast, aim):
    with pytest.raises(Refused, match="Say why"):
        aims.withdraw(aim=aim, why="", by=cast.improvement_lead)
    aims.withdraw(aim=aim, why="Another project has it.", by=cast.improvement_lead)
    for refused in (
        lambda: aims.change(**changed(aim, what="Less"), by=cast.improvement_lead),
        lambda: aims.withdraw(aim=aim, why="Again.", by=cast.improvement_lead),
        lambda: driver(cast, aim, "Too late"),
        lambda: aims.choose_measures(aim=aim, measures=[], by=cast.improvement_lead),
    ):
        with pytest.raises(Refused, match="was withdrawn"):
            refused()


@pytest.mark.parametrize(
    "who", ["peer_worker", "clinician", "project_evaluator", "administrator", "recruiter"]
)
def test_who_may_not_change_improvement_work_is_refused(cast, who):
    with pytest.raises(NotAllowed):
        an_aim(cast, by=getattr(cast, who))


def test_an_aim_is_judged_by_an_outcome_measure_alone(cast, define):
    assert an_aim(cast, measure=define()).measure.name == "Felt understood"
    with pytest.raises(Refused, match="judged by an outcome measure"):
        an_aim(cast, measure=define(name="Falls", kind="balancing"))


def test_a_withdrawn_measure_judges_nothing(cast, define):
    measure = define()
    measures.withdraw(measure=measure, why="Counted twice.", by=cast.improvement_lead)
    with pytest.raises(Refused, match="no longer used"):
        an_aim(cast, measure=measure)


def test_a_measure_of_another_project_can_not_be_named(cast, define):
    with inside(cast.lantern.pk):
        theirs = define(project=cast.lantern, by=cast.lantern_improvement_lead)
    with pytest.raises(NotAllowed):
        an_aim(cast, measure=theirs)


def test_the_family_asks_for_a_balancing_measure(cast, define, aim):
    falls, asked = define(name="Falls", kind="balancing"), define(name="Asked", kind="process")

    def family():
        tree = tree_of.tree(aim, cast.improvement_lead)
        return {
            kind["heading"].split(":")[0]: ([one["text"] for one in kind["measures"]], kind["asked"])
            for kind in presenter.family(tree.family, None)
        }

    aims.choose_measures(aim=aim, measures=[asked], by=cast.improvement_lead)
    assert family()["Balancing"] == ([], "No balancing measure yet: what might get worse?")
    assert family()["Process"] == (["Asked"], "")
    aims.choose_measures(aim=aim, measures=[falls], by=cast.improvement_lead)
    assert family()["Balancing"] == (["Falls"], "")
    assert family()["Process"][0] == []


def test_choosing_measures_leaves_those_outside_ones_share_as_they_are(cast, define, aim):
    one = define(name="Ward One's", service=cast.ward_one)
    whole = define(name="The project's")
    aims.choose_measures(aim=aim, measures=[one, whole], by=cast.improvement_lead)
    narrow = cast.member(cast.supervisor.role, cast.ward_two, name="Una Ward")
    aims.choose_measures(aim=aim, measures=[], by=narrow)

    assert [row.measure for row in Watched.objects.filter(aim=aim)] == [one]


def test_a_watched_measure_is_of_one_thing_and_named_once(cast, define, aim):
    measure = define()
    aims.choose_measures(aim=aim, measures=[measure], by=cast.improvement_lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Watched.objects.create(project=aim.project, measure=measure, aim=aim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Watched.objects.create(project=aim.project, measure=measure)


def test_an_aim_of_a_service_is_seen_by_those_who_reach_it(cast, aim):
    ward = an_aim(cast, what="On Ward Two", service=cast.ward_two)

    def seen(viewer):
        return set(Aim.objects.visible_to(viewer))

    assert seen(cast.peer_worker) == seen(cast.clinician) == {aim}
    assert seen(cast.other_ward_clinician) == seen(cast.supervisor) == {aim, ward}
    assert seen(cast.stranger) == set()
    with inside(cast.lantern.pk):
        assert seen(cast.lantern_supervisor) == set()


def test_what_is_done_stands_in_the_trail_without_words(cast, aim):
    aims.change(**changed(aim, how_much="by half"), by=cast.improvement_lead)
    aims.withdraw(aim=aim, why="Another project has it.", by=cast.improvement_lead)
    events = AuditRow.objects.filter(about_kind__startswith="improvement.").order_by("pk")
    assert list(events.values_list("event", flat=True)) == ["aim set", "aim changed", "aim withdrawn"]


def test_whoever_may_not_see_measures_sees_the_aim_without_them(cast, define):
    aim = an_aim(cast, measure=define())
    assert Measure.objects.visible_to(cast.recruiter).exists()
    assert tree_of.tree(aim, cast.recruiter).family == []
    assert tree_of.judging(aim, cast.recruiter) is None
