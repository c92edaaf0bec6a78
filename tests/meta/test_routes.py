"""Every route as every hat: signed out → sign in, not yours → 404, not allowed → 403, else the page."""

from __future__ import annotations

import pytest

from alongside.core import rowsecurity
from alongside.programmes.actions import role_profiles
from tests.meta import sweep
from tests.meta.sweep import EMPLOYER, HARBOUR, PROGRAMME, WARD_ONE, WARD_TWO, WHOLE, Example

# Views of libraries, and addresses that answer machines: no door, for a reason.
WITHOUT_A_DOOR: dict[str, str] = {}


# One-button actions without the key of a page lead back with a sentence.
BUTTON = {"POST": 302}
ANSWERS = {
    "readiness_confirm": BUTTON,
    "role_profile_revise": BUTTON,
    "role_profile_acknowledge": BUTTON,
    "role_profile_publish": BUTTON,
    "programme_member_end": BUTTON,
}
OWN = {
    # Who has one place to be is led there; the others choose.
    "home": {"GET": 302},
    "home stranger": {"GET": 200},
    "home ended_member": {"GET": 200},
    "switch_hat": {"POST": 404},  # no hat named
    "messages": {"GET": 200, "POST": 302},
}
OPEN = {
    "health_live": {"GET": 200},
    "health_ready": {"GET": 200},
    "policy": {"GET": 200},
    "choose_language": {"POST": 302},
    "components": {"GET": 200},
    "components_page": {"GET": 200},
    # The suite isn't the demo.
    "demo_personas": {"GET": 404},
    "demo_personas_json": {"GET": 404},
    "demo_sign_in": {"POST": 404},
}


def of(record, *reached: set[str]) -> Example:
    return Example(record, frozenset().union(*reached) if reached else frozenset())


def examples(cast) -> dict[str, dict[str, Example]]:
    """A record of each kind that addresses name, in each place it may lie. Who reaches it is written here, not asked."""
    profile_text = cast.published_profile(name="Peer support worker")
    ward_profile = cast.published_profile(service=cast.ward_two, name="Peer support worker, Ward Two")
    draft = role_profiles.revise(profile=profile_text.profile, by=cast.improvement_lead)
    writers = {"improvement_lead", "recruiter"}
    with rowsecurity.inside(cast.lantern.pk):
        there = cast.item(cast.emergency, "lone_working")
    everyone_there = HARBOUR
    return {
        "service": {
            "own": of(cast.ward_one, WHOLE, EMPLOYER, WARD_ONE),
            "other service": of(cast.ward_two, WHOLE, EMPLOYER, WARD_TWO),
            "other project": of(cast.emergency),
        },
        "item": {
            "own": of(cast.item(cast.ward_one, "lone_working"), WHOLE, EMPLOYER, WARD_ONE),
            "other service": of(cast.item(cast.ward_two, "lone_working"), WHOLE, EMPLOYER, WARD_TWO),
            "other project": of(there),
        },
        "profile": {
            "own": of(profile_text.profile, everyone_there),
            "other service": of(ward_profile.profile, WHOLE, EMPLOYER, WARD_TWO),
        },
        "version": {
            "own": of(profile_text, everyone_there),
            "other service": of(ward_profile, WHOLE, EMPLOYER, WARD_TWO),
            "draft": of(draft, writers),
        },
        "draft": {"own": of(draft, writers)},
        "programme_member_end membership": {
            "own": of(the_programmes(cast.external_evaluator), PROGRAMME),
            "other project": of(cast.membership(cast.lantern_supervisor)),
        },
        "membership": {
            # Colleagues of one organisation know each other across wards.
            "own": of(cast.membership(cast.clinician), WHOLE, EMPLOYER, WARD_ONE, {"other_ward_clinician"}),
            "other service": of(
                cast.membership(cast.other_ward_clinician), WHOLE, EMPLOYER, WARD_TWO, {"clinician"}
            ),
            "other project": of(cast.membership(cast.lantern_supervisor)),
        },
    }


def the_programmes(viewer):
    """The membership behind a hat of the programme."""
    return viewer.memberships[0]


def the_sweep(cast) -> sweep.Sweep:
    return sweep.Sweep(
        cast=cast,
        examples=examples(cast),
        plain={"name": "list"},
        answers=ANSWERS,
        opened=OPEN,
        own=OWN,
    )


@pytest.fixture
def matrix(cast):
    return the_sweep(cast)


def declared() -> list[sweep.Route]:
    return [route for route in sweep.routes() if route.name not in WITHOUT_A_DOOR]


def test_every_route_is_declared_by_a_door_and_has_its_example(matrix):
    assert matrix.complaints(declared()) == []


@pytest.mark.once
@pytest.mark.parametrize("who", sweep.EVERYBODY)
def test_every_route_answers_each_hat_as_it_must(matrix, who):
    failed = matrix.failures(who, declared())

    assert not failed, "\n".join(failed)


# One hat of each kind, and the routes that show a list, a record and a question.
SAMPLE = (
    "signed_out",
    "stranger",
    "ended_member",
    "lantern_supervisor",
    "programme_office",
    "funder",
    "clinician",
    "supervisor",
)
SAMPLED_ROUTES = {
    "project_home",
    "services",
    "service",
    "readiness_item",
    "readiness_meet",
    "members",
    "role_profile_version",
}


@pytest.mark.parametrize("who", SAMPLE)
def test_a_sample_answers_the_same_on_each_database(matrix, who):
    sampled = [route for route in declared() if route.name in SAMPLED_ROUTES]

    assert {route.name for route in sampled} == SAMPLED_ROUTES
    failed = matrix.failures(who, sampled)
    assert not failed, "\n".join(failed)


@pytest.mark.once
@pytest.mark.urls("tests.meta.planted")
def test_a_planted_unscoped_view_turns_the_sweep_red(matrix):
    planted = sweep.routes("tests.meta.planted")[:1]

    assert any(
        "other service) answered 200, not 404" in each for each in matrix.failures("clinician", planted)
    )
    assert any(
        "other project) answered 200, not 404" in each for each in matrix.failures("supervisor", planted)
    )


def test_a_view_that_fetches_for_itself_or_has_no_door_is_complained_about(matrix):
    complaints = "\n".join(matrix.complaints(sweep.routes("tests.meta.planted")))

    assert "(b): <service> is in the address, and the door doesn't fetch it" in complaints
    assert "(c): no door declares its view" in complaints
