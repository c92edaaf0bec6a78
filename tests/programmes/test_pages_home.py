"""Where am I, what needs me, and which hat do I wear."""

from __future__ import annotations

import pytest

from alongside.core import clock, registries
from alongside.programmes import roles
from alongside.programmes.actions import members, readiness, role_profiles, services
from alongside.programmes.addresses import of_programme, of_project
from tests.cast import soon
from tests.reading import read


@pytest.fixture
def home(cast):
    return of_project(cast.harbour, "project_home")


def test_somebody_with_one_project_goes_straight_there(cast, home):
    assert cast.client(cast.peer_worker).get("/").url == home
    assert cast.client(cast.programme_office).get("/").url == of_programme(cast.programme, "programme_home")


def test_somebody_with_two_chooses(cast):
    cast.member(roles.SUPERVISOR, account=cast.lantern_supervisor.account)

    page = read(cast.client(cast.lantern_supervisor).get("/"))

    assert page.links("Harbour") == [of_project(cast.harbour, "project_home")]
    assert page.links("Lantern") == [of_project(cast.lantern, "project_home")]


def test_a_stranger_is_told_what_to_do(cast):
    page = read(cast.client(cast.stranger).get("/"))

    assert "You are not a member of any project now" in page.text
    assert "username: sam" in page.text
    assert "Harbour" not in page.text


def test_signed_out_the_front_page_asks_to_sign_in(cast):
    assert cast.client().get("/").url == "/account/login/?next=/"


def test_yourself_shows_where_one_is_a_member_even_with_one_project(cast):
    page = read(cast.client(cast.peer_worker).get("/yourself/"))

    assert "You are here as Yourself" in page.text
    assert page.links("Harbour")


# What needs me


def test_the_role_profile_waits_for_who_is_asked_to_read_it(cast, home):
    version = cast.published_profile()

    waiting = read(cast.client(cast.peer_worker).get(home))
    assert waiting.links("Read the role profile “Peer support worker”, version 1")

    role_profiles.acknowledge(profile_version=version, by=cast.peer_worker)
    assert "Nothing is waiting for you" in read(cast.client(cast.peer_worker).get(home)).text
    assert "Nothing is waiting for you" in read(cast.client(cast.privacy_lead).get(home)).text


def test_an_item_of_mine_shows_when_its_day_comes_near(cast, home):
    for key, days in (("briefing", 10), ("worries", 40)):
        readiness.plan(
            item=cast.item(cast.ward_one, key),
            owner=cast.membership(cast.supervisor),
            due_on=soon(days),
            by=cast.improvement_lead,
        )

    mine = read(cast.client(cast.supervisor).get(home))
    assert mine.links("The host team has been briefed (Ward One)")
    assert "due in 10 days" in mine.text
    assert not mine.links("Worries have been talked about (Ward One)")
    assert "Nothing is waiting for you" in read(cast.client(cast.safeguarding_lead).get(home)).text


def test_what_waits_for_a_second_person_shows_to_others_and_not_to_the_first(cast, home):
    readiness.meet(item=cast.item(cast.ward_one, "lone_working"), note="Agreed.", by=cast.supervisor)

    confirm = "Confirm: Lone-working arrangements stand (Ward One)"
    assert read(cast.client(cast.safeguarding_lead).get(home)).links(confirm)
    assert not read(cast.client(cast.supervisor).get(home)).links(confirm)
    assert not read(cast.client(cast.peer_worker).get(home)).links(confirm)


def test_an_override_to_look_at_again_shows_to_who_may_override(cast, home):
    readiness.override(
        item=cast.item(cast.ward_one, "first_day"),
        reason="They are met at the door.",
        review_on=soon(5),
        by=cast.improvement_lead,
    )

    again = "Look again at the override: The first day is prepared (Ward One)"
    assert read(cast.client(cast.improvement_lead).get(home)).links(again)
    assert not read(cast.client(cast.supervisor).get(home)).links(again)


def test_what_is_late_shows_to_everybody_in_its_share(cast, home):
    live = cast.make_live(cast.ward_one)
    readiness.undo(item=cast.item(live, "notes"), note="Never written down.", by=cast.supervisor)

    late = "How notes are written is agreed (Ward One)"
    seen = read(cast.client(cast.peer_worker).get(home))
    assert seen.links(late)
    assert "a live service runs without it" in seen.text
    assert not read(cast.client(cast.other_ward_peer_worker).get(home)).links(late)


def test_a_long_list_of_what_is_late_is_cut_and_says_so(cast, home):
    live = cast.make_live(cast.ward_one)
    for key in ("notes", "endings", "offer", "saying_no", "worries", "training", "unwell"):
        readiness.undo(item=cast.item(live, key), note="Not so.", by=cast.supervisor)

    assert "and 2 more, in the services" in read(cast.client(cast.peer_worker).get(home)).text


# How it stands


def test_where_no_room_answers_a_message_says_so_without_a_figure(cast, home):
    page = read(cast.client(cast.peer_worker).get(home))

    assert page.text.count("This part of Alongside is not here yet.") == 2
    for title in ("Training for the role", "Employment with care"):
        assert f"{title} Not started" in page.text


def test_support_and_guarding_say_what_readiness_knows(cast, home):
    before = read(cast.client(cast.improvement_lead).get(home)).text
    assert "Support for the workers Not yet" in before
    assert "both supervisors named and at least two peers: 0 of 2" in before

    cast.make_ready(cast.ward_one)

    after = read(cast.client(cast.improvement_lead).get(home)).text
    assert "Support for the workers In part" in after
    assert "Guarding the role In part" in after
    assert "role profile is published and read: 1 of 2" in after
    assert "Supervision itself is not recorded here yet." in after
    assert "Guarding the role In place" in read(cast.client(cast.peer_worker).get(home)).text


def test_an_override_puts_nothing_in_place(cast, home):
    cast.published_profile()
    readiness.override(
        item=cast.item(cast.ward_one, "role_profile_read"),
        reason="The night shift reads it next week.",
        review_on=soon(),
        by=cast.improvement_lead,
    )

    assert "Guarding the role Not yet" in read(cast.client(cast.clinician).get(home)).text


def test_a_room_that_answers_a_message_is_believed(cast, home, monkeypatch):
    answers = registries.Registry("messages")
    answers.enter("training", lambda viewer: registries.Standing("Under way", "Two of three have begun."))
    monkeypatch.setattr(registries, "messages", answers)

    text = read(cast.client(cast.peer_worker).get(home)).text
    assert "Training for the role Under way Two of three have begun." in text


def test_who_reaches_no_service_is_told_so(cast, home):
    text = read(cast.client(cast.funder).get(home)).text

    assert "You see no service here." in text
    assert "Ward One" not in text
    assert "Support for the workers Not started" in text


def test_many_services_are_cut_with_those_that_need_somebody_first(cast, home):
    for number in range(8):
        services.add(
            project=cast.harbour,
            name=f"Ward {number}",
            host=cast.northmere,
            employer=cast.open_door,
            by=cast.administrator,
        )
    live = cast.make_live(cast.ward_one)
    readiness.undo(item=cast.item(live, "notes"), note="Not so.", by=cast.supervisor)

    page = read(cast.client(cast.improvement_lead).get(home))
    assert page.text.index("Ward One Live 1 item is late.") < page.text.index("Ward 0 Preparing")
    assert page.links("and 1 more service") == [of_project(cast.harbour, "services")]


def test_what_happened_lately_is_news_and_what_happened_long_ago_is_not(cast, home):
    services.end(service=cast.ward_two, reason="The ward closes.", by=cast.improvement_lead)
    assert "Ward Two ended" in read(cast.client(cast.improvement_lead).get(home)).text

    with clock.set_to(clock.now().replace(year=2027)):
        assert "Ward Two ended" not in read(cast.client(cast.improvement_lead).get(home)).text


# Hats


def test_the_header_names_the_hat_and_offers_the_others(cast, home):
    cast.member(roles.PEER_WORKER, cast.ward_two, account=cast.supervisor.account)

    page = read(cast.client(cast.supervisor).get(home))

    assert "You are here as Supervisor, Harbour" in page.text
    assert {"Yourself", "Peer worker, Harbour"} <= set(page.buttons)
    assert "Supervisor, Harbour" not in page.buttons


def test_changing_the_hat_changes_what_one_sees(cast, home):
    cast.member(roles.PEER_WORKER, cast.ward_two, account=cast.supervisor.account)
    browser = cast.client(cast.supervisor)
    members_page = of_project(cast.harbour, "members")
    assert browser.get(members_page).status_code == 200

    changed = browser.post("/hat/", {"hat": "project/harbour/peer_worker"})

    assert changed.url == home
    assert "You are here as Peer worker, Harbour" in read(browser.get(home)).text
    assert browser.get(members_page).status_code == 403
    assert browser.post("/hat/", {"hat": "yourself"}).url == "/yourself/"


def test_a_hat_of_the_programme_leads_to_the_programme(cast):
    answer = cast.client(cast.programme_office).post(
        "/hat/", {"hat": "programme/side-by-side/programme_office"}
    )

    assert answer.url == of_programme(cast.programme, "programme_home")


@pytest.mark.parametrize(
    "hat", ["", "project/harbour/administrator", "project/lantern/supervisor", "programme/side-by-side/x"]
)
def test_a_hat_that_is_not_ones_own_is_not_found(cast, hat):
    assert cast.client(cast.supervisor).post("/hat/", {"hat": hat}).status_code == 404


def test_a_hat_that_was_lost_is_not_worn_any_longer(cast, home):
    cast.member(roles.PEER_WORKER, cast.ward_two, account=cast.supervisor.account)
    browser = cast.client(cast.supervisor)
    members.end(membership=cast.membership(cast.supervisor), by=cast.administrator)

    page = read(browser.get(home))
    assert "You are here as Peer worker, Harbour" in page.text


def test_opening_a_page_changes_no_hat(cast):
    assert cast.client(cast.supervisor).get("/hat/").status_code == 405


def test_a_refusal_names_the_administrators(cast):
    page = read(cast.client(cast.peer_worker).get(of_project(cast.harbour, "members")))

    assert "ask Adaeze Obi" in page.text
