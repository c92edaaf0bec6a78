"""Every page of the room: signed out is asked to sign in, a stranger finds nothing, who may not is told so."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver

from alongside.programmes import starting_texts, urls
from alongside.programmes.actions import members, role_profiles
from alongside.programmes.addresses import of_programme, of_project

# Page -> who may, who may not (nobody where every member may), and which record its address names.
PAGES = {
    "project_home": ("funder", None, None),
    "services": ("funder", None, None),
    "service_add": ("improvement_lead", "supervisor", None),
    "service": ("peer_worker", None, "service"),
    "service_change": ("administrator", "peer_worker", "service"),
    "service_go_live": ("supervisor", "administrator", "service"),
    "service_pause": ("supervisor", "clinician", "service"),
    "service_end": ("improvement_lead", "privacy_lead", "service"),
    "readiness": ("clinician", None, None),
    "readiness_item": ("peer_worker", None, "item"),
    "readiness_plan": ("supervisor", "peer_worker", "item"),
    "readiness_meet": ("safeguarding_lead", "clinician", "item"),
    "readiness_confirm": ("supervisor", "recruiter", "item"),
    "readiness_undo": ("supervisor", "administrator", "item"),
    "readiness_override": ("improvement_lead", "supervisor", "item"),
    "readiness_override_end": ("improvement_lead", "safeguarding_lead", "item"),
    "role_profiles": ("funder", None, None),
    "role_profile_begin": ("recruiter", "supervisor", None),
    "role_profile": ("peer_worker", None, "profile"),
    "role_profile_version": ("peer_worker", None, "version"),
    "role_profile_acknowledge": ("peer_worker", None, "version"),
    "role_profile_write": ("recruiter", None, "draft"),
    "role_profile_publish": ("improvement_lead", None, "draft"),
    "role_profile_revise": ("recruiter", "peer_worker", "profile"),
    "partners": ("funder", None, None),
    "partner_add": ("administrator", "improvement_lead", None),
    "members": ("supervisor", "peer_worker", None),
    "member_add": ("administrator", "supervisor", None),
    "member": ("privacy_lead", "clinician", "membership"),
    "member_services": ("administrator", "supervisor", "membership"),
    "member_end": ("administrator", "privacy_lead", "membership"),
    "project_settings": ("administrator", "improvement_lead", None),
    "retention": ("privacy_lead", "administrator", None),
}
OF_THE_PROGRAMME = {
    "programme_home": ("external_evaluator", None),
    "programme_project_start": ("programme_office", "external_evaluator"),
    "programme_member_add": ("programme_office", "external_evaluator"),
}
# Signing in has tests of its own.
VIEWS = "alongside.programmes.views"
ELSEWHERE = {"home", "yourself", "switch_hat", "policy", "programme_member_end"}


@pytest.fixture
def address(cast):
    """The address of a page of Harbour, with a record of Ward One that is there."""
    published = cast.published_profile()
    draft = role_profiles.begin(
        project=cast.harbour,
        name="A second role",
        text=starting_texts.available()["care-navigator"],
        by=cast.improvement_lead,
    )
    records = {
        "service": cast.ward_one,
        "item": cast.item(cast.ward_one, "notes"),
        "profile": published.profile,
        "version": published,
        "draft": draft,
        "membership": cast.membership(cast.clinician),
    }

    def at(name, named, project=None):
        return of_project(project or cast.harbour, name, **({named: records[named]} if named else {}))

    return at


def _ask(client, address, name):
    posted_only = name in (
        "readiness_confirm",
        "role_profile_acknowledge",
        "role_profile_publish",
        "role_profile_revise",
    )
    return client.post(address) if posted_only else client.get(address)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_opens_for_who_may_and_for_nobody_else(cast, address, name):
    may, may_not, named = PAGES[name]
    here = address(name, named)

    assert _ask(cast.client(getattr(cast, may)), here, name).status_code in (200, 302)
    signed_out = _ask(cast.client(), here, name)
    assert signed_out.status_code == 302
    assert signed_out.url.startswith("/account/login/?next=")
    for outside in (cast.stranger, cast.ended_member, cast.lantern_improvement_lead, cast.programme_office):
        assert _ask(cast.client(outside), here, name).status_code == 404
    if may_not:
        assert _ask(cast.client(getattr(cast, may_not)), here, name).status_code == 403


@pytest.mark.parametrize("name", [name for name, (_, _, named) in PAGES.items() if named])
def test_a_record_is_not_found_under_another_project(cast, address, name):
    may, _, named = PAGES[name]
    there = cast.member(
        getattr(cast, may).role,
        *([cast.emergency] if getattr(cast, may).role.works_in_services else []),
        project=cast.lantern,
    )

    assert _ask(cast.client(there), address(name, named, cast.lantern), name).status_code == 404


@pytest.mark.parametrize("name", ["role_profile_write", "role_profile_publish"])
def test_a_draft_is_not_found_by_who_may_not_write_it(cast, address, name):
    assert _ask(cast.client(cast.peer_worker), address(name, "draft"), name).status_code == 404


@pytest.mark.parametrize("name", ["service", "readiness_item", "service_change", "readiness_meet"])
def test_what_is_outside_ones_share_is_not_found(cast, address, name):
    for who in (cast.other_ward_clinician, cast.funder):
        assert cast.client(who).get(address(name, PAGES[name][2])).status_code == 404


@pytest.mark.parametrize("name", OF_THE_PROGRAMME)
def test_a_page_of_the_programme_opens_for_who_may_and_for_nobody_else(cast, name):
    may, may_not = OF_THE_PROGRAMME[name]
    here = of_programme(cast.programme, name)

    assert cast.client(getattr(cast, may)).get(here).status_code == 200
    assert cast.client().get(here).status_code == 302
    for outside in (cast.stranger, cast.administrator, cast.improvement_lead):
        assert cast.client(outside).get(here).status_code == 404
    if may_not:
        assert cast.client(getattr(cast, may_not)).get(here).status_code == 403


def test_an_ended_member_finds_nothing_on_the_next_request(cast):
    browser = cast.client(cast.supervisor)
    home = of_project(cast.harbour, "project_home")
    assert browser.get(home).status_code == 200

    members.end(membership=cast.membership(cast.supervisor), by=cast.administrator)

    assert browser.get(home).status_code == 404


def test_every_page_of_the_room_is_tried_here():
    def names(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(VIEWS):
                yield pattern.name

    assert set(names(urls.urlpatterns)) == set(PAGES) | set(OF_THE_PROGRAMME) | ELSEWHERE
