"""The pages that ask: what is filled in is done, by the action, once; what is wrong is said beside the question."""

from __future__ import annotations

import pytest

from alongside.core import clock
from alongside.programmes import viewers
from alongside.programmes.actions import readiness, role_profiles, services
from alongside.programmes.addresses import of_programme, of_project
from alongside.programmes.models import (
    Acknowledgement,
    Membership,
    Partnership,
    Project,
    ProjectSetting,
    ReadinessItem,
    RoleProfileVersion,
    Service,
    ServiceChange,
)
from tests.asked import fill_in, press_on
from tests.cast import soon
from tests.reading import read


@pytest.fixture
def at(cast):
    def address(name, **named):
        return of_project(cast.harbour, name, **named)

    return address


def day(name, value):
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


# Services


def test_a_service_is_added_and_its_checklist_comes_with_it(cast, at):
    browser = cast.client(cast.administrator)
    answer = fill_in(
        browser,
        at("service_add"),
        name="Ward Three",
        host=str(cast.northmere.pk),
        employer=str(cast.open_door.pk),
        about="On the third floor.",
    )

    added = Service.objects.get(name="Ward Three")
    assert answer.url == at("service", service=added)
    page = read(browser.get(answer.url))
    assert "Ward Three is being prepared. Its checklist is below." in page.text
    assert page.links("A named line supervisor")


def test_only_hosts_and_employers_are_offered(cast, at):
    page = cast.client(cast.administrator).get(at("service_add")).content.decode()

    assert "Northmere Mental Health NHS Trust" in page
    assert "Open Door Peers" in page
    for other in ("The Larch Foundation", "Estuary University", "Eastgate"):
        assert other not in page


def test_a_service_without_a_name_is_asked_again(cast, at):
    answer = fill_in(cast.client(cast.administrator), at("service_add"), name="")

    assert answer.status_code == 422
    page = read(answer)
    assert "There is a problem" in page.text
    assert page.links("Enter the name of the service")


def test_a_name_that_is_taken_is_said_by_the_action(cast, at):
    answer = fill_in(
        cast.client(cast.administrator),
        at("service_add"),
        name="Ward Two",
        host=str(cast.northmere.pk),
        employer=str(cast.northmere.pk),
    )

    assert answer.status_code == 422
    assert "There is a service called “Ward Two” already." in read(answer).text


def test_a_retried_page_adds_one_service(cast, at):
    browser = cast.client(cast.administrator)
    page = browser.get(at("service_add"))
    typed = {"name": "Ward Three", "host": str(cast.northmere.pk), "employer": str(cast.northmere.pk)}
    first = fill_in(browser, at("service_add"), page=page, **typed)
    again = fill_in(browser, at("service_add"), page=page, **typed)

    assert first.url == again.url
    assert Service.objects.filter(name="Ward Three").count() == 1


def test_two_who_change_a_service_see_both_texts(cast, at):
    browser, address = cast.client(cast.administrator), at("service_change", service=cast.ward_one)
    page = browser.get(address)
    services.change(
        service=cast.ward_one,
        name="Ward 1",
        host=cast.northmere,
        employer=cast.open_door,
        about="",
        by=cast.improvement_lead,
    )
    answer = fill_in(browser, address, page=page, name="First Ward")

    assert answer.status_code == 409
    assert "Ward 1" in read(answer).text
    assert "First Ward" in read(answer).text
    assert Service.objects.get(pk=cast.ward_one.pk).name == "Ward 1"


def test_before_a_service_is_ready_its_page_says_what_is_open(cast, at):
    page = read(cast.client(cast.supervisor).get(at("service_go_live", service=cast.ward_one)))

    assert "Ward One is not ready yet" in page.text
    assert page.links("The safeguarding route is clear")
    assert "Make it live" not in page.buttons
    assert not page.links("At least two peers in the team")


def test_a_ready_service_is_made_live_paused_and_ended(cast, at):
    cast.make_ready(cast.ward_one)
    browser = cast.client(cast.improvement_lead)
    for name, reason, said in (
        ("service_go_live", "Everything is in place.", "Ward One is live."),
        ("service_pause", "A peer is away.", "Ward One is paused."),
        ("service_end", "The ward closes.", "Ward One has ended."),
    ):
        answer = fill_in(browser, at(name, service=cast.ward_one), reason=reason)
        page = read(browser.get(answer.url))
        assert said in page.text
        assert reason in page.text

    assert [change.after for change in ServiceChange.objects.order_by("changed_at")] == [
        "live",
        "paused",
        "ended",
    ]
    assert not page.links("Make it live")


def test_a_service_that_stopped_being_ready_is_refused_although_the_page_was_open(cast, at):
    cast.make_ready(cast.ward_one)
    browser = cast.client(cast.improvement_lead)
    address = at("service_go_live", service=cast.ward_one)
    page = browser.get(address)
    readiness.undo(item=cast.item(cast.ward_one, "notes"), note="Not agreed.", by=cast.supervisor)
    answer = fill_in(browser, address, page=page, reason="Ready.")

    assert answer.status_code == 422
    assert "Still open: How notes are written is agreed." in read(answer).text


def test_who_works_in_a_service_is_named_to_those_who_may_see_members(cast, at):
    address = at("service", service=cast.ward_one)

    assert "Pat Kowalski" in read(cast.client(cast.supervisor).get(address)).text
    assert "Petra Lund" not in read(cast.client(cast.peer_worker).get(address)).text


# Readiness


def test_an_item_is_planned_met_and_undone(cast, at):
    item = cast.item(cast.ward_one, "briefing")
    browser = cast.client(cast.supervisor)
    fill_in(
        browser,
        at("readiness_plan", item=item),
        owner=str(cast.membership(cast.safeguarding_lead).pk),
        **day("due_on", soon(5)),
    )
    planned = read(browser.get(at("readiness_item", item=item)))
    assert "Sola Adebayo" in planned.text
    assert "28 November 2026" in planned.text

    fill_in(browser, at("readiness_meet", item=item), note="Both shifts heard from Pat.")
    met = read(browser.get(at("readiness_item", item=item)))
    assert "Recorded as met." in met.text
    assert "Both shifts heard from Pat." in met.text
    assert not met.links("Record as met")

    fill_in(browser, at("readiness_undo", item=item), note="The night shift was missed.")
    undone = read(browser.get(at("readiness_item", item=item)))
    assert "No longer met: The night shift was missed." in undone.text
    assert undone.links("Record as met")


def test_a_day_to_come_is_not_a_day_it_was_met(cast, at):
    answer = fill_in(
        cast.client(cast.supervisor),
        at("readiness_meet", item=cast.item(cast.ward_one, "notes")),
        note="Agreed.",
        **day("met_on", soon(1)),
    )

    assert answer.status_code == 422
    assert not ReadinessItem.objects.get(pk=cast.item(cast.ward_one, "notes").pk).met_on


def test_a_second_person_confirms_with_a_button_that_the_first_does_not_have(cast, at):
    item = cast.item(cast.ward_one, "safeguarding_route")
    address = at("readiness_item", item=item)
    first = cast.client(cast.supervisor)
    fill_in(first, at("readiness_meet", item=item), note="Ring the duty desk.")
    own = read(first.get(address))
    assert "somebody else must confirm it" in own.text
    assert "Confirm this as the second person" not in own.buttons

    second = cast.client(cast.safeguarding_lead)
    press_on(
        second,
        second.get(address),
        at("readiness_confirm", item=item),
        headers={"referer": f"http://testserver{address}"},
    )

    page = read(second.get(address))
    assert "Confirmed. It counts as met now." in page.text
    assert "Sola Adebayo" in page.text


def test_the_first_person_is_refused_even_without_a_button(cast, at):
    item = readiness.meet(
        item=cast.item(cast.ward_one, "safeguarding_route"), note="Ring the desk.", by=cast.supervisor
    )
    other = cast.client(cast.safeguarding_lead)
    form = next(
        f
        for f in _forms(other.get(at("readiness_item", item=item)))
        if f["action"] == at("readiness_confirm", item=item)
    )
    first = cast.client(cast.supervisor)
    first.post(form["action"], form["fields"])

    assert ReadinessItem.objects.get(pk=item.pk).confirmed_at is None


def _forms(page):
    from tests.asked import forms_on

    return forms_on(page)


def test_a_supervisor_is_chosen_from_current_supervisors_alone(cast, at):
    address = at("readiness_meet", item=cast.item(cast.ward_one, "line_supervisor"))
    browser = cast.client(cast.improvement_lead)
    page = read(browser.get(address))
    assert "Sinead Walsh, Supervisor" in page.text
    assert "Samir Haddad, Supervisor" in page.text
    assert "Clare Doyle" not in page.text

    fill_in(browser, address, named=str(cast.membership(cast.supervisor).pk), note="Since Monday.")
    assert "Sinead Walsh" in read(browser.get(at("service", service=cast.ward_one))).text


def test_an_override_is_offered_where_it_is_allowed_and_nowhere_else(cast, at):
    browser = cast.client(cast.improvement_lead)
    allowed, never = (
        at("readiness_item", item=cast.item(cast.ward_one, key)) for key in ("first_day", "lone_working")
    )
    words = "Let the service start without it for now"
    assert read(browser.get(allowed)).links(words)
    refused = read(browser.get(never))
    assert not refused.links(words)
    assert "Nobody can override it." in refused.text
    assert not read(cast.client(cast.supervisor).get(allowed)).links(words)


def test_an_item_is_overridden_until_a_day_and_the_override_ended(cast, at):
    item = cast.item(cast.ward_one, "first_day")
    browser = cast.client(cast.improvement_lead)
    early = fill_in(
        browser,
        at("readiness_override", item=item),
        reason="Badges are late.",
        **day("review_on", clock.today()),
    )
    assert early.status_code == 422

    fill_in(
        browser, at("readiness_override", item=item), reason="Badges are late.", **day("review_on", soon(7))
    )
    page = read(browser.get(at("readiness_item", item=item)))
    assert "Overridden for now" in page.text
    assert "30 November 2026" in page.text

    fill_in(browser, at("readiness_override_end", item=item), note="They are here.")
    assert (
        "No longer let live without it: They are here."
        in read(browser.get(at("readiness_item", item=item))).text
    )


def test_an_override_of_what_is_never_overridden_is_refused_by_the_action(cast, at):
    answer = fill_in(
        cast.client(cast.improvement_lead),
        at("readiness_override", item=cast.item(cast.ward_one, "lone_working")),
        reason="We are in a hurry.",
        **day("review_on", soon(7)),
    )

    assert answer.status_code == 422
    assert "It can't be overridden, by anybody." in read(answer).text


def test_what_alongside_counts_has_no_button(cast, at):
    page = read(
        cast.client(cast.supervisor).get(at("readiness_item", item=cast.item(cast.ward_one, "two_peers")))
    )

    assert "2 peer workers are named for this service." in page.text
    assert not page.links("Record as met")


def test_the_checklist_of_an_ended_service_is_only_read(cast, at):
    services.end(service=cast.ward_one, reason="The ward closes.", by=cast.improvement_lead)
    page = read(
        cast.client(cast.improvement_lead).get(at("readiness_item", item=cast.item(cast.ward_one, "notes")))
    )

    assert not page.links("Record as met")
    assert not page.links("Let the service start without it for now")


# Role profiles


def test_a_profile_is_begun_written_published_read_and_revised(cast, at):
    writer, reader = cast.client(cast.recruiter), cast.client(cast.peer_worker)
    begun = fill_in(writer, at("role_profile_begin"), name="Peer support worker", text="peer-support-worker")
    draft = RoleProfileVersion.objects.get()
    assert begun.url == at("role_profile_write", draft=draft)
    assert reader.get(at("role_profile", profile=draft.profile)).status_code == 404

    fill_in(writer, begun.url, gifts="A card is fine.\r\nMoney is not.")
    page = writer.get(at("role_profile_version", version=draft))
    assert "Nobody is asked to read it yet." in read(page).text
    press_on(writer, page, at("role_profile_publish", draft=draft))

    reading = reader.get(at("role_profile", profile=draft.profile))
    assert "Please read it, and say so at its end." in read(reading).text
    assert "Money is not." in read(reading).text
    press_on(reader, reading, at("role_profile_acknowledge", version=draft))
    assert Acknowledgement.objects.get().account == cast.peer_worker.account
    assert (
        "You have said that you have read this version."
        in read(reader.get(at("role_profile", profile=draft.profile))).text
    )

    standing = writer.get(at("role_profile", profile=draft.profile))
    revised = press_on(writer, standing, at("role_profile_revise", profile=draft.profile))
    second = RoleProfileVersion.objects.get(number=2)
    assert revised.url == at("role_profile_write", draft=second)
    fill_in(writer, revised.url, lifts="Never.", what_changed="No lifts any more.")
    press_on(
        writer,
        writer.get(at("role_profile_version", version=second)),
        at("role_profile_publish", draft=second),
    )
    again = read(reader.get(at("role_profile", profile=draft.profile)))
    assert "No lifts any more." in again.text
    assert "I have read this version" in again.buttons
    old = read(reader.get(at("role_profile_version", version=draft)))
    assert old.links("Read version 2")
    assert "I have read this version" not in old.buttons


def test_a_draft_that_says_too_little_is_not_published(cast, at):
    draft = role_profiles.begin(project=cast.harbour, name="Short", by=cast.recruiter)
    browser = cast.client(cast.recruiter)
    address = at("role_profile_version", version=draft)
    press_on(
        browser,
        browser.get(address),
        at("role_profile_publish", draft=draft),
        headers={"referer": f"http://testserver{address}"},
    )

    assert "Nothing is said yet about: What the role is for" in read(browser.get(address)).text
    assert not RoleProfileVersion.objects.get().is_published


def test_who_has_read_it_is_shown_to_those_who_may_see_members(cast, at):
    version = cast.published_profile()
    role_profiles.acknowledge(profile_version=version, by=cast.clinician)
    address = at("role_profile_version", version=version)

    seen = read(cast.client(cast.supervisor).get(address)).text
    assert "Clare Doyle Role Clinician" in seen
    assert "Pat Kowalski Role Peer worker Read Not yet" in seen
    assert "Clare Doyle" not in read(cast.client(cast.peer_worker).get(address)).text


# Members and partners


def test_a_member_is_added_moved_and_ended(cast, at):
    browser = cast.client(cast.administrator)
    fill_in(browser, at("member_add"), username="SAM", role="clinician", services=[str(cast.ward_one.pk)])
    added = Membership.objects.get(account=cast.stranger.account)
    assert (added.role, added.organisation, added.starts_on) == ("clinician", cast.northmere, clock.today())
    assert "Sam Stranger is a member now: Clinician." in read(browser.get(at("members"))).text

    fill_in(browser, at("member_services", membership=added), services=[str(cast.ward_two.pk)])
    assert "Ward Two" in read(browser.get(at("member", membership=added))).text
    none = fill_in(browser, at("member_services", membership=added), services=[])
    assert none.status_code == 422
    assert "Choose at least one service" in read(none).text

    theirs = cast.client(cast.stranger.account)
    assert theirs.get(at("project_home")).status_code == 200
    fill_in(browser, at("member_end", membership=added), when="now")
    assert theirs.get(at("project_home")).status_code == 404


def test_a_membership_can_end_on_a_day_to_come(cast, at):
    browser, membership = cast.client(cast.administrator), cast.membership(cast.clinician)
    missing = fill_in(browser, at("member_end", membership=membership), when="later")
    assert missing.status_code == 422

    fill_in(browser, at("member_end", membership=membership), when="later", **day("on", soon(3)))
    assert "Clare Doyle is here as Clinician until 26 November 2026." in read(browser.get(at("members"))).text
    assert viewers.staff(cast.clinician.account, project=cast.harbour) is not None


def test_an_unknown_username_is_said_and_nothing_is_guessed(cast, at):
    answer = fill_in(cast.client(cast.administrator), at("member_add"), username="sa", role="supervisor")

    assert answer.status_code == 422
    assert "Nobody here signs in as “sa”." in read(answer).text


def test_a_partner_is_added_by_its_name(cast, at):
    browser = cast.client(cast.administrator)
    fill_in(
        browser, at("partner_add"), name="Anchor House", part="partner", about="Runs the hostel next door."
    )

    page = read(browser.get(at("partners")))
    assert "Anchor House takes part now." in page.text
    assert "Runs the hostel next door." in page.text
    assert Partnership.objects.get(organisation__name="Anchor House").part == "partner"


def test_each_partner_sees_its_own_share(cast, at):
    assert "Ward One" in read(cast.client(cast.peer_supervisor).get(at("partners"))).text
    assert "Ward One" not in read(cast.client(cast.funder).get(at("partners"))).text
    own = read(cast.client(cast.funder).get(at("partners"))).text
    assert "The Larch Foundation You are here for them" in own


# Settings, retention, the policy, the programme


def test_settings_are_changed_within_their_bounds(cast, at):
    browser = cast.client(cast.administrator)
    wrong = fill_in(browser, at("project_settings"), zone="Europe/Narnia", days_to_read="0")
    assert wrong.status_code == 422
    assert read(wrong).links("Enter a time zone like Europe/London")

    fill_in(browser, at("project_settings"), zone="Europe/Dublin", days_to_read="21")
    assert Project.objects.get(pk=cast.harbour.pk).zone == "Europe/Dublin"
    assert ProjectSetting.objects.get().value == 21


def test_the_privacy_lead_reads_how_long_everything_is_kept(cast, at):
    text = read(cast.client(cast.privacy_lead).get(at("retention"))).text

    assert "Records of a programme and its projects" in text
    assert "6 years, counted from the end of the last membership." in text
    assert "not legal advice" in text


def test_anybody_reads_the_policy(cast):
    for browser in (cast.client(), cast.client(cast.peer_worker)):
        page = read(browser.get("/roles/"))
        assert page.status == 200
        assert "Hires with care for lived experience" in page.text
        assert "make a service live, pause it or end it" in page.text


def test_the_programme_shows_its_projects_by_name_and_nothing_they_own(cast):
    cast.make_live(cast.ward_one)
    text = read(cast.client(cast.external_evaluator).get(of_programme(cast.programme, "programme_home"))).text

    assert "Nothing has been released yet." in text
    assert "Harbour" in text
    assert "Open Door Peers" in text
    for owned in ("Ward One", "Sinead Walsh", "Live"):
        assert owned not in text


def test_the_office_starts_a_project_and_its_administrator_goes_there(cast):
    browser = cast.client(cast.programme_office)
    address = of_programme(cast.programme, "programme_project_start")
    wrong = fill_in(browser, address, name="Beacon", lead="Southfield Trust", username="nobody-here")
    assert wrong.status_code == 422

    fill_in(browser, address, name="Beacon", lead="Southfield Trust", username="sam")
    beacon = Project.objects.get(name="Beacon")
    assert (beacon.kind, beacon.lead.name) == ("real", "Southfield Trust")
    theirs = cast.client(cast.stranger.account)
    assert theirs.get("/").url == of_project(beacon, "project_home")
    page = read(theirs.get(of_project(beacon, "project_home")))
    assert "Safe to use with people" in page.text
    checklist = read(theirs.get(of_project(beacon, "readiness")))
    assert checklist.links("A named clinical safety officer")
    assert "0 of 3 items" in checklist.text


def test_nothing_half_done_stays_when_starting_a_project_is_refused(cast):
    fill_in(
        cast.client(cast.programme_office),
        of_programme(cast.programme, "programme_project_start"),
        name="Beacon",
        lead="Southfield Trust",
        username="nobody-here",
    )

    assert not type(cast.larch).objects.filter(name="Southfield Trust").exists()


def test_the_office_adds_an_evaluator_and_ends_their_part(cast):
    browser, home = cast.client(cast.programme_office), of_programme(cast.programme, "programme_home")
    fill_in(
        browser,
        of_programme(cast.programme, "programme_member_add"),
        username="sam",
        role="external_evaluator",
        organisation="Estuary University",
    )
    added = Membership.objects.get(account=cast.stranger.account)
    theirs = cast.client(cast.stranger.account)
    assert theirs.get(home).status_code == 200

    page = browser.get(home)
    press_on(browser, page, of_programme(cast.programme, "programme_member_end", membership=added))
    assert theirs.get(home).status_code == 404


def test_a_demonstration_has_no_list_of_its_own(cast, at):
    assert "this is a demonstration" in read(cast.client(cast.improvement_lead).get(at("readiness"))).text
