"""Every page of the room in a pseudo-language: no sentence of ours that was never handed to a translator."""

from __future__ import annotations

import pytest
from django.conf import settings

from alongside.programmes import starting_texts
from alongside.programmes.actions import readiness, role_profiles, services
from alongside.programmes.addresses import of_programme, of_project
from alongside.programmes.models import Account, Organisation, RoleProfile, Service
from tests.cast import soon
from tests.plain_english import plain_english_in

pytestmark = pytest.mark.usefixtures("pseudo_languages")

TYPED = "Typed by somebody."
# Page -> who looks, and the record of it.
PAGES = {
    "project_home": ("improvement_lead", None),
    "services": ("improvement_lead", None),
    "service_add": ("administrator", None),
    "service": ("improvement_lead", "service"),
    "service_change": ("administrator", "service"),
    "service_go_live": ("supervisor", "unready"),
    "service_pause": ("supervisor", "service"),
    "service_end": ("supervisor", "service"),
    "readiness": ("improvement_lead", None),
    "readiness_item": ("improvement_lead", "item"),
    "readiness_plan": ("supervisor", "item"),
    "readiness_meet": ("supervisor", "supervised"),
    "readiness_undo": ("supervisor", "item"),
    "readiness_override": ("improvement_lead", "item"),
    "readiness_override_end": ("improvement_lead", "item"),
    "role_profiles": ("recruiter", None),
    "role_profile_begin": ("recruiter", None),
    "role_profile_version": ("supervisor", "version"),
    "role_profile_write": ("recruiter", "draft"),
    "partners": ("administrator", None),
    "partner_add": ("administrator", None),
    "members": ("administrator", None),
    "member_add": ("administrator", None),
    "member": ("administrator", "membership"),
    "member_services": ("administrator", "membership"),
    "member_end": ("administrator", "membership"),
    "project_settings": ("administrator", None),
    "retention": ("privacy_lead", None),
}


@pytest.fixture
def records(cast):
    live = cast.make_live(cast.ward_one)
    readiness.undo(item=cast.item(live, "notes"), note=TYPED, by=cast.supervisor)
    readiness.override(
        item=cast.item(cast.ward_two, "first_day"), reason=TYPED, review_on=soon(3), by=cast.improvement_lead
    )
    readiness.plan(
        item=cast.item(cast.ward_two, "worries"),
        owner=cast.membership(cast.improvement_lead),
        due_on=soon(2),
        by=cast.supervisor,
    )
    published = role_profiles.begin(
        project=cast.harbour,
        name="Navigator",
        text=starting_texts.available()["care-navigator"],
        by=cast.recruiter,
    )
    role_profiles.publish(draft=published, by=cast.recruiter)
    draft = role_profiles.revise(profile=published.profile, by=cast.recruiter)
    services.pause(service=live, reason=TYPED, by=cast.supervisor)
    return {
        "service": Service.objects.get(pk=live.pk),
        "unready": cast.ward_two,
        "item": cast.item(live, "notes"),
        "supervised": cast.item(cast.ward_two, "line_supervisor"),
        "version": published,
        "draft": draft,
        "membership": cast.membership(cast.clinician),
    }


def names(cast):
    """What people and organisations are called, and what somebody typed: nobody translates those."""
    texts = [getattr(starting_texts.available()["care-navigator"], part) for part in starting_texts.PARTS]
    return [
        TYPED,
        "Gone through with the team.",
        "Everything is in place.",
        "Europe/London",
        cast.harbour.name,
        cast.programme.name,
        *Account.objects.values_list("name", flat=True),
        *Organisation.objects.values_list("name", flat=True),
        *Service.objects.values_list("name", flat=True),
        *RoleProfile.objects.values_list("name", flat=True),
        *(line.strip() for text in texts for line in text.splitlines()),
    ]


def visit(browser, address):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en-xa"
    return browser.get(address).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_all_translatable(cast, records, name):
    who, record = PAGES[name]
    named = {"service": "service", "unready": "service", "supervised": "item"}.get(record, record)
    address = of_project(cast.harbour, name, **({named: records[record]} if record else {}))

    assert plain_english_in(visit(cast.client(getattr(cast, who)), address), besides=names(cast)) == []


@pytest.mark.parametrize("name", ["programme_home", "programme_project_start", "programme_member_add"])
def test_a_page_of_the_programme_is_all_translatable(cast, name):
    page = visit(cast.client(cast.programme_office), of_programme(cast.programme, name))

    assert plain_english_in(page, besides=names(cast)) == []


def test_where_am_i_and_the_policy_are_all_translatable(cast):
    for address in ("/yourself/", "/roles/"):
        for who in (cast.peer_worker, cast.stranger):
            assert plain_english_in(visit(cast.client(who), address), besides=[*names(cast), "sam"]) == []
