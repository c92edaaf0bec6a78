"""Pages of effects: noting one, the monthly question in one tap, deciding, the list and its file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import uuid4

import pytest

from alongside.core import clock
from alongside.improvement.actions import cycles, effects
from alongside.improvement.models import Asked, Effect
from alongside.programmes import viewers
from alongside.programmes.permissions import Permission
from tests.asked import fill_in, press_on
from tests.improvement.work import an_aim, idea

AT = "/projects/harbour/improvement/effects"
FILLED = {
    "valence": "harmful", "noticed_on_0": "20", "noticed_on_1": "11", "noticed_on_2": "2026",
    "what": "Peers are asked to sit with people in place of a nurse.", "affected": "peers", "severity": "some", "before": "once",
    "service": "whole",
}  # fmt: skip


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def pat(cast):
    return cast.client(cast.peer_worker)


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


@pytest.fixture
def note(cast):
    def noted(**said) -> Effect:
        told = {
            "project": cast.harbour, "valence": "harmful", "noticed_on": date(2026, 11, 20), "affected": "peers",
            "what": "Peers are asked to sit with people in place of a nurse.", "severity": "some", "before": "once",
            "by": cast.peer_worker, **said,
        }  # fmt: skip
        return effects.note(**told)

    return noted


@pytest.fixture
def december(cast):
    with clock.set_to(datetime(2026, 12, 2, 9, tzinfo=UTC)):
        by = viewers.job("ask", project=cast.harbour, granted=frozenset({Permission.EFFECTS_NOTE}))
        effects.ask_about(project=cast.harbour, month=date(2026, 11, 1), by=by)
        yield


def test_before_anything_is_written_the_page_says_whom_to_ring_and_to_name_nobody(pat):
    said = text(pat.get(f"{AT}/add/"))
    assert "Ring first: 999" in said
    assert "Nothing on this page alerts anybody" in said
    assert "Name nobody" in said


def test_a_peer_worker_notes_an_effect_and_reads_what_becomes_of_it(cast, pat, lead):
    page = pat.get(f"{AT}/add/")
    names = set(re.findall(r'name="(noticed_on[^"]*)"', page.content.decode()))
    filled = {
        name: value for name, value in FILLED.items() if not name.startswith("noticed_on") or name in names
    }
    answer = fill_in(pat, f"{AT}/add/", page=page, **filled)
    assert answer.status_code == 302, text(answer)
    effect = Effect.objects.get()
    assert "Look at an effect that was noted: harmful" in text(lead.get("/projects/harbour/"))
    fill_in(lead, f"{AT}/{effect.pk}/look/")  # empty: the day is missing
    effects.look_at(effect=effect, review_on=clock.today(), by=cast.improvement_lead)
    decided = fill_in(
        lead,
        f"{AT}/{effect.pk}/decide/",
        decision="stop",
        why="It isn't their role.",
        learning="Say so before the night shift.",
    )
    assert decided.status_code == 302
    assert "Read what was decided about what you noticed" in text(pat.get("/projects/harbour/"))
    page = pat.get(f"{AT}/{effect.pk}/")
    assert "It isn't their role." in text(page)
    assert press_on(pat, page, f"{AT}/{effect.pk}/read/").status_code == 302
    effect.refresh_from_db()
    assert effect.state == Effect.State.FED_BACK
    assert "Read what was decided" not in text(pat.get("/projects/harbour/"))


def test_a_form_sent_empty_says_what_is_missing(pat):
    answer = fill_in(pat, f"{AT}/add/")
    assert answer.status_code == 422
    for sentence in ("Choose whether it is good, harmful", "Say what you noticed", "Choose who is affected"):
        assert sentence in text(answer)


def test_who_stays_unnamed_is_named_nowhere_but_to_themselves(note, pat, lead):
    effect = note(unnamed=True)
    for page in (f"{AT}/", f"{AT}/{effect.pk}/", f"{AT}/effects.csv"):
        said = text(lead.get(page))
        assert "Somebody in the team" in said
        assert "Pat Kowalski" not in said
    assert "You (not shown to others)" in text(pat.get(f"{AT}/{effect.pk}/"))


def test_the_monthly_question_is_a_to_do_and_no_is_one_tap(december, cast):
    pat = cast.client(cast.peer_worker)
    assert "Did you notice anything in November 2026 that nobody expected?" in text(
        pat.get("/projects/harbour/")
    )
    page = pat.get(f"{AT}/month/")
    answer = press_on(pat, page, f"{AT}/month/none/")
    assert answer.status_code == 302
    assert Asked.objects.get(account=cast.peer_worker.account).answer == Asked.Answer.NONE
    assert "Did you notice anything in November" not in text(pat.get("/projects/harbour/"))
    assert "You have answered: none noticed" in text(pat.get(f"{AT}/month/"))


def test_who_was_no_member_then_is_not_asked(pat):
    assert "You aren't asked about last month" in text(pat.get(f"{AT}/month/"))
    answer = pat.post(f"{AT}/month/none/", {"_key": uuid4()}, follow=True)
    assert "You aren't asked about last month" in text(answer)


def test_harm_past_its_review_shows_as_late_on_home_pages(note, cast):
    note()
    with clock.set_to(datetime(2026, 12, 3, 9, tzinfo=UTC)):
        said = text(cast.client(cast.clinician).get("/projects/harbour/"))
        assert "A harmful effect that nothing is decided about, noticed on 20 November 2026" in said
        # For those who decide it is something to do, and late.
        assert "noticed on 20 November 2026 3 days late" in text(
            cast.client(cast.improvement_lead).get("/projects/harbour/")
        )
        assert "3 days late" in text(cast.client(cast.clinician).get(f"{AT}/"))


def test_the_list_has_tabs_and_counts(note, cast, lead):
    note()
    note(valence="good", what="Families stay longer.")
    effect = effects.look_at(effect=note(valence="good"), review_on=clock.today(), by=cast.improvement_lead)
    effects.decide(effect=effect, decision="keep", why="It helps.", by=cast.improvement_lead)
    said = text(lead.get(f"{AT}/"))
    assert "Open 2 Harmful 1 Good 2 Decided 1" in said
    assert "Keep the change as it is" in text(lead.get(f"{AT}/?tab=decided"))
    assert lead.get(f"{AT}/?tab=secret").status_code == 404


def test_the_list_says_how_many_answered_and_never_who(december, note, cast):
    for who in (cast.clinician, cast.second_peer_worker, cast.supervisor, cast.recruiter):
        effects.none_noticed(project=cast.harbour, month=date(2026, 11, 1), by=who)
    note()
    said = text(cast.client(cast.improvement_lead).get(f"{AT}/"))
    assert "5 of 15 members answered for November 2026: 4 noticed nothing, 1 noted 1 effect." in said
    assert "How is this counted?" in said


def test_an_empty_list_says_what_to_do(lead):
    assert "Nothing here yet. When somebody notices something" in text(lead.get(f"{AT}/"))


def test_what_people_typed_can_not_start_a_formula_in_a_file(note, lead):
    note(what="=1+1 nurses short")
    content = lead.get(f"{AT}/effects.csv").content.decode()
    assert ",=1+1" not in content
    assert '"=1+1' not in content


def test_only_who_may_decide_is_offered_it(note, pat, lead):
    effect = note()
    assert "Say that somebody looks at it" in text(lead.get(f"{AT}/{effect.pk}/"))
    assert "Say that somebody looks at it" not in text(pat.get(f"{AT}/{effect.pk}/"))


def test_more_effects_ask_no_more_of_the_database(note, lead, django_assert_max_num_queries):
    note()
    lead.get(f"{AT}/")
    with django_assert_max_num_queries(60) as few:
        lead.get(f"{AT}/")
    for n in range(12):
        note(what=f"Effect number {n}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        lead.get(f"{AT}/")


def test_a_name_outside_ones_share_is_not_read_through_an_effect_of_the_whole_project(note, cast, define):
    """The effect is everybody's; the measure, the idea and the cycle it names are Ward One's."""
    of_one = define(name="Restraint on Ward One", service=cast.ward_one)
    named = idea(cast, an_aim(cast, service=cast.ward_one), "Ask before every night shift")
    cycle = cycles.plan(
        idea=named,
        plan=cycles.Plan("Do nights go better?", "Ask", "day", date(2026, 11, 20), date(2026, 11, 27)),
        by=cast.improvement_lead,
    )
    effect = note(measure=of_one, cycle=cycle)
    pages = (f"{AT}/{effect.pk}/", f"{AT}/effects.csv")
    for page in pages:
        here = text(cast.client(cast.peer_worker).get(page))
        assert "Restraint on Ward One" in here
        assert "Ask before every night shift" in here
        for viewer in (cast.other_ward_clinician, cast.funder):
            elsewhere = text(cast.client(viewer).get(page))
            assert "Peers are asked to sit with people" in elsewhere
            for name in ("Restraint on Ward One", "Ask before every night shift", "Do nights go better?"):
                assert name not in elsewhere
        assert "Restraint on Ward One" not in text(cast.client(cast.administrator).get(page)), (
            "sees no measures"
        )
