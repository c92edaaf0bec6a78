"""Every route as every hat: signed out → sign in, not yours → 404, not allowed → 403, else the page."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from alongside.core import clock, rowsecurity
from alongside.improvement.actions import (
    analyses,
    effects,
    feeding,
    figures,
    judging,
    measures,
    protocols,
    rehearsals,
)
from alongside.improvement.counted import available
from alongside.improvement.interrupted import Asked
from alongside.improvement.models import Effect, Feed
from alongside.improvement.reading import Chosen
from alongside.programmes import roles
from alongside.programmes.actions import joining, role_profiles
from alongside.stats.rehearsal import Plan
from tests.meta import sweep
from tests.meta.released import released
from tests.meta.sweep import EMPLOYER, HARBOUR, PROGRAMME, WARD_ONE, WARD_TWO, WHOLE, Example
from tests.meta.worked import worked

MAY_LOCK = {"improvement_lead", "project_evaluator", "outside_evaluator", "funder"}

# Views of libraries, and addresses that answer machines: no door, for a reason.
WITHOUT_A_DOOR: dict[str, str] = {}


# One-button actions without the key of a page lead back with a sentence.
BUTTON = {"POST": 302}
ELSEWHERE = {"GET": 302, "POST": 302}
QUESTION = {"GET": 200, "POST": 422}
ANSWERS = {
    "readiness_confirm": BUTTON,
    "role_profile_revise": BUTTON,
    "role_profile_acknowledge": BUTTON,
    "role_profile_publish": BUTTON,
    "programme_member_end": BUTTON,
    "annotation_withdraw": BUTTON,
    "joining_link_withdraw": BUTTON,
    "measure_judged_suggested": BUTTON,
    "summary_on": BUTTON,
    "summary_off": BUTTON,
    # What is locked is amended, what is a draft is changed and locked.
    "protocol_leave": BUTTON,
    "protocol_change": ELSEWHERE,
    "protocol_change draft": QUESTION,
    "protocol_lock": ELSEWHERE,
    "protocol_lock draft": QUESTION,
    "protocol_amend draft": ELSEWHERE,
    "protocol_check draft": {"GET": 404},
    "figures_leave": BUTTON,
    # The cycles of the sweep are planned: it isn't the turn of the later steps.
    **dict.fromkeys(("cycle_add", "cycle_do", "cycle_study", "cycle_act"), ELSEWHERE),
    **dict.fromkeys(("driver_up", "driver_down", "idea_up", "idea_down"), BUTTON),
    "feeding_switch_on": BUTTON,
    "feeding_count": BUTTON,
    "effects_none": BUTTON,
    "effect_read": BUTTON,
    # A step of bringing in figures whose turn it isn't leads to the one whose it is.
    "figures_columns": ELSEWHERE,
    "figures_columns table of one's own": QUESTION,
    "figures_columns table understood": QUESTION,
    "figures_columns table of a measure": QUESTION,
    "figures_rows": ELSEWHERE,
    "figures_measure": ELSEWHERE,
    "figures_measure table understood": QUESTION,
    "figures_look": ELSEWHERE,
    "figures_look table of a measure": QUESTION,
    "figures_undo table of one's own": ELSEWHERE,
    "figures_undo table understood": ELSEWHERE,
    "figures_undo table of a measure": ELSEWHERE,
    "release_send": BUTTON,
    "release_leave": BUTTON,
    "release_clear": BUTTON,
    # A question about a release in another state leads back to it.
    "release_choose": ELSEWHERE,
    "release_choose draft": QUESTION,
    "release_hold": ELSEWHERE,
    "release_hold waiting": QUESTION,
    "release_withdraw": ELSEWHERE,
    "release_withdraw own": QUESTION,
    "release_csv draft": {"GET": 404},
}
OWN = {
    # The cast has no passwords, so there is nothing to be asked again, and nothing to change.
    "account_change_password": ELSEWHERE,
    "account_sessions_end": BUTTON,
    "mfa_deactivate_totp": {"GET": 404, "POST": 404},
    "mfa_view_recovery_codes": {"GET": 404},
    "account_reauthenticate": {"GET": 403, "POST": 403},
    "mfa_reauthenticate": {"GET": 403, "POST": 403},
    "mfa_reauthenticate_webauthn": {"GET": 403, "POST": 403},
    # Who has one place to be is led there; the others choose.
    "home": {"GET": 302},
    "home stranger": {"GET": 200},
    "home ended_member": {"GET": 200},
    "switch_hat": {"POST": 404},  # no hat named
    "messages": {"GET": 200, "POST": 302},
}
OPEN = {
    # (signed out, signed in)
    "account_login": {"GET": (200, 302), "POST": (422, 302)},
    "account_logout": {"POST": 302},
    "mfa_authenticate": {"GET": 302, "POST": 302},  # no password before it
    "mfa_login_webauthn": {"GET": 302, "POST": 302},
    "account_reset_password": {"GET": 200, "POST": 422},
    "account_reset_password_done": {"GET": 200},
    "account_reset_password_from_key": {"GET": 200, "POST": 422},
    "account_reset_password_from_key_done": {"GET": 200},
    "join_by": {"GET": 200, "POST": 404},  # a link that nobody made
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
        **measured(cast),
        **worked(cast),
        **released(cast),
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
        "joining": {
            "own": of(a_link(cast).joining, {"administrator"}),
            "other project": of(there_a_link(cast).joining),
        },
        # Nobody of the sweep has one; whose one is their own is tested in tests/programmes/test_sign_in_*.py.
        "passkey": {"somebody's": of(a_passkey(cast))},
        "session": {"somebody's": of(a_session(cast))},
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


def a_measure(cast, name: str, *, service=None, lead=None):
    """A measure with two figures, a note on its chart, a phase and a point left out: each of these."""
    lead = lead or cast.improvement_lead
    measure = measures.define(
        project=lead.project,
        service=service,
        name=name,
        definition="People who said so, out of all who were asked.",
        kind="outcome",
        better="up",
        chart="p",
        source="Paper cards",
        by=lead,
    )
    two = [
        figures.Figure("", month, place, 8.0, 10.0)
        for place, month in enumerate(("2026-09-01", "2026-10-01"))
    ]
    brought = figures.take(measure=measure, figures=two, rows=2, columns={}, by=lead)
    noted = measures.annotate(measure=measure, label="2026-10-01", words="Cards in large print", by=lead)
    phase = judging.begin_phase(measure=measure, label="2026-10-01", why="A new card.", by=lead)
    out = judging.leave_out(measure=measure, label="2026-09-01", why="The ward was shut.", by=lead)
    return measure, brought, noted, phase, out


def an_analysis(cast, name: str, *, service=None, lead=None):
    """What changed on a measure of its own, around a day."""
    lead = lead or cast.improvement_lead
    measure = measures.define(
        project=lead.project, service=service, name=name, definition="Mean days.", kind="process", better="down",
        chart="xmr", source="Diary", by=lead,
    )  # fmt: skip
    days = [figures.Figure("", f"2026-{month:02}-01", month, 9.0 + month % 3, None) for month in range(1, 11)]
    figures.take(measure=measure, figures=days, rows=10, columns={}, by=lead)
    asked = Asked(part="", change="2026-06-01")
    return analyses.run(measure=measure, asked=asked, change_words="A second worker", by=lead)


def a_rehearsal(cast, measure, lead=None):
    """A plan that the improvement lead has rehearsed."""
    lead = lead or cast.improvement_lead
    plan = Plan(level=9, effect=-2, spread=2, before=12, after=6)
    return rehearsals.rehearse(
        project=lead.project, name="Days waited", plan=plan, measure=measure, simulations=100, by=lead
    )


VALUES_BY_MONTH = Chosen(each_row="values", x="month", y="met")
SHARES_BY_MONTH = Chosen(each_row="shares", x="month", y="met", n="seen")


def a_protocol(measure, *, service=None, lead, locked=True):
    """A protocol of one measure."""
    said = {
        "name": "Cards at the end of a stay", "change_on": date(2027, 1, 1), "change_words": "Cards in large print",
        "no_balancing_why": "A card does no harm.", "analysis": "spc", "its_slope": True, "its_model": "ols", "its_phase_in": 0,
        "stops_on": None, "stops_after": 12,
    }  # fmt: skip
    made = protocols.write(
        project=lead.project, service=service, said=said, measures=[measure], primary=measure, by=lead
    )
    return protocols.lock(protocol=made, by=lead) if locked else made


def a_table(cast, *, measure=None):
    """A table that the improvement lead has pasted and not taken."""
    content = b"month,met,seen\n2026-08,7,9\n2026-09,7,11\n"
    return figures.stage(
        project=cast.harbour, content=content, rows=2, measure=measure, by=cast.improvement_lead
    )


def measured(cast) -> dict[str, dict[str, Example]]:
    """What the room of measures has in each place."""
    whole = a_measure(cast, "Felt understood")
    ward = a_measure(cast, "Felt understood on Ward Two", service=cast.ward_two)
    with rowsecurity.inside(cast.lantern.pk):
        there = a_measure(cast, "First night", lead=cast.lantern_improvement_lead)
    table = a_table(cast)
    understood = figures.choose(brought=a_table(cast), chosen=VALUES_BY_MONTH, by=cast.improvement_lead)
    of_a_measure = figures.choose(
        brought=a_table(cast, measure=whole[0]), chosen=SHARES_BY_MONTH, by=cast.improvement_lead
    )
    places = {"own": HARBOUR, "other service": WHOLE | EMPLOYER | WARD_TWO, "other project": set()}
    found = {
        param: {
            whose: of(kind[place], reached)
            for (whose, reached), kind in zip(places.items(), (whole, ward, there), strict=True)
        }
        for place, param in enumerate(("measure", "brought", "annotation", "phase", "exclusion"))
    }
    lead = cast.improvement_lead
    with rowsecurity.inside(cast.lantern.pk):
        elsewhere = a_protocol(there[0], lead=cast.lantern_improvement_lead)
    found["protocol"] = {
        "own": of(a_protocol(whole[0], lead=lead), HARBOUR),
        "other service": of(
            a_protocol(ward[0], service=cast.ward_two, lead=lead), WHOLE | EMPLOYER | WARD_TWO
        ),
        "other project": of(elsewhere),
        # A draft is for those who may lock it.
        "draft": of(a_protocol(whole[0], lead=lead, locked=False), MAY_LOCK),
    }
    with rowsecurity.inside(cast.lantern.pk):
        theirs = an_analysis(cast, "Days there", lead=cast.lantern_improvement_lead)
    found["analysis"] = {
        "own": of(an_analysis(cast, "Days"), HARBOUR),
        "other service": of(
            an_analysis(cast, "Days on Ward Two", service=cast.ward_two), WHOLE | EMPLOYER | WARD_TWO
        ),
        "other project": of(theirs, set()),
    }
    # A table that nobody has taken is its bringer's alone.
    found["feed"] = feeds(cast)
    found["effect"] = some_effects(cast)
    found["brought"]["table of one's own"] = of(table, {"improvement_lead"})
    found["brought"]["table understood"] = of(understood, {"improvement_lead"})
    found["rehearsal"] = {
        whose: of(a_rehearsal(cast, measure), reached)
        for (whose, reached), measure in zip(list(places.items())[:2], (whole[0], ward[0]), strict=True)
    }
    found["rehearsal"]["for no measure yet"] = of(a_rehearsal(cast, None), HARBOUR)
    with rowsecurity.inside(cast.lantern.pk):
        found["rehearsal"]["other project"] = of(a_rehearsal(cast, there[0], cast.lantern_improvement_lead))
    found["brought"]["table of a measure"] = of(of_a_measure, {"improvement_lead"})
    return found


def some_effects(cast) -> dict[str, Example]:
    """Effects in each place. Whoever noticed one reaches it wherever it was."""

    def noted(lead, **said) -> Effect:
        return effects.note(
            project=lead.project, valence="good", noticed_on=clock.today(), what="The ward is quieter.", affected="staff",
            severity="slight", before="first", by=lead, **said,
        )  # fmt: skip

    with rowsecurity.inside(cast.lantern.pk):
        there = noted(cast.lantern_improvement_lead)
    return {
        "own": of(noted(cast.improvement_lead), HARBOUR),
        "other service": of(noted(cast.improvement_lead, service=cast.ward_two), WHOLE, EMPLOYER, WARD_TWO),
        "other project": of(there),
    }


def feeds(cast) -> dict[str, Example]:
    """Measures that feed themselves in each place."""
    definition = available()["readiness-on-time"]

    def on(lead, **said) -> Feed:
        return feeding.switch_on(project=lead.project, definition=definition, by=lead, **said)

    with rowsecurity.inside(cast.lantern.pk):
        there = on(cast.lantern_improvement_lead)
    return {
        "own": of(on(cast.improvement_lead), HARBOUR),
        "other service": of(on(cast.improvement_lead, service=cast.ward_two), WHOLE, EMPLOYER, WARD_TWO),
        "other project": of(there),
    }


def a_link(cast, by=None, organisation=None) -> joining.Made:
    """A link to become an improvement lead by."""
    by = by or cast.administrator
    return joining.invite(
        project=by.project,
        for_whom="Noor",
        role=roles.IMPROVEMENT_LEAD.key,
        organisation=organisation or cast.northmere,
        by=by,
    )


def there_a_link(cast) -> joining.Made:
    with rowsecurity.inside(cast.lantern.pk):
        return a_link(cast, cast.lantern_administrator, cast.eastgate)


def a_passkey(cast) -> Authenticator:
    """A passkey of somebody who is in no project."""
    somebody = cast.account("Nobody Here")
    return Authenticator.objects.create(
        user=somebody, type="webauthn", data={"name": "Phone", "credential": {}}
    )


def a_session(cast) -> UserSession:
    """A session of somebody who is in no project."""
    somebody = cast.account("Nora Elsewhere")
    return UserSession.objects.create(user=somebody, ip="::", user_agent="", session_key="x" * 32)


def holding_a_link(cast) -> Client:
    """A browser in which a link to join Harbour was opened."""
    browser = Client()
    browser.post(f"/join/{a_link(cast).secret}/")
    return browser


def the_programmes(viewer):
    """The membership behind a hat of the programme."""
    return viewer.memberships[0]


def the_sweep(cast) -> sweep.Sweep:
    return sweep.Sweep(
        cast=cast,
        examples=examples(cast),
        plain={
            "name": "list",
            "definition": "readiness-on-time",
            "token": "a-link-that-nobody-made",
            "uidb36": "1",
            "key": "1-00000000000000000000000000000000",
        },
        holding=partial(holding_a_link, cast),
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
