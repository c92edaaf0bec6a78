"""Lists are paged, and take as many queries for many rows as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.programmes import roles
from alongside.programmes.actions import members, partners, role_profiles, services
from alongside.programmes.addresses import of_programme, of_project
from tests.reading import read


def queries_of(browser, address):
    """How many times the page reads a table. (On PostgreSQL it also opens and closes its project.)"""
    browser.get(address)  # whatever is remembered by the process is remembered now
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return sum(' FROM "' in each["sql"] for each in asked)


def _services(cast):
    for number in range(30):
        services.add(
            project=cast.harbour,
            name=f"Ward {number:02}",
            host=cast.northmere,
            employer=cast.open_door,
            by=cast.administrator,
        )


def _members(cast):
    for number in range(30):
        cast.member(roles.CLINICIAN, cast.ward_one, cast.ward_two, name=f"Zoe{number:02} Zimmer")


def _profiles(cast):
    for number in range(30):
        draft = role_profiles.begin(project=cast.harbour, name=f"Role {number:02}", by=cast.improvement_lead)
        role_profiles.write(
            draft=draft, texts=dict.fromkeys(PARTS_OF_A_PROFILE, "Said."), by=cast.improvement_lead
        )
        role_profiles.publish(draft=draft, by=cast.improvement_lead)


PARTS_OF_A_PROFILE = (
    "purpose", "will_do", "will_not_do", "friends", "gifts", "money", "social_media", "lifts",
)  # fmt: skip


def _partners(cast):
    for number in range(10):
        known = partners.know_organisation(name=f"Partner {number}", by=cast.administrator)
        partners.add(project=cast.harbour, organisation=known, part="host", by=cast.administrator)


# Page -> what fills it, and the most queries it may take.
LISTS = {
    "project_home": (_services, 30),
    "services": (_services, 16),
    "members": (_members, 12),
    "role_profiles": (_profiles, 12),
    "partners": (_partners, 10),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(cast, name):
    fill, most = LISTS[name]
    cast.published_profile()  # so that no list is empty at first
    browser, address = cast.client(cast.improvement_lead), of_project(cast.harbour, name)
    few = queries_of(browser, address)
    fill(cast)

    assert queries_of(browser, address) == few <= most


def test_the_programmes_page_takes_as_many_queries_for_many_partners(cast):
    browser, address = cast.client(cast.programme_office), of_programme(cast.programme, "programme_home")
    few = queries_of(browser, address)
    _partners(cast)

    assert queries_of(browser, address) == few <= 10


@pytest.mark.parametrize(
    ("name", "fill", "first", "last"),
    [
        ("services", _services, "Ward 00", "Ward Two"),
        ("members", _members, "Adaeze Obi", "Zoe29 Zimmer"),
        ("role_profiles", _profiles, "Role 00", "Role 29"),
    ],
)
def test_a_long_list_is_read_a_page_at_a_time(cast, name, fill, first, last):
    fill(cast)
    browser, address = cast.client(cast.improvement_lead), of_project(cast.harbour, name)
    one, two = read(browser.get(address)), read(browser.get(f"{address}?page=2"))

    assert first in one.text
    assert last not in one.text
    assert last in two.text
    assert "1 to 25 of" in one.text
    assert browser.get(f"{address}?page=9").status_code == 404
    assert browser.get(f"{address}?page=x").status_code == 404


def test_who_has_left_stands_behind_a_tab(cast):
    browser, address = cast.client(cast.administrator), of_project(cast.harbour, "members")

    assert "Len Archer" not in read(browser.get(address)).text
    assert "Len Archer" in read(browser.get(f"{address}?tab=past")).text


def test_an_ended_service_stands_behind_a_tab(cast):
    services.end(service=cast.ward_two, reason="The ward closes.", by=cast.improvement_lead)
    browser, address = cast.client(cast.improvement_lead), of_project(cast.harbour, "services")

    assert "Ward Two" not in read(browser.get(address)).text
    assert "Ward Two" in read(browser.get(f"{address}?tab=ended")).text


def test_a_list_that_is_empty_says_what_to_do(cast):
    page = read(cast.client(cast.recruiter).get(of_project(cast.harbour, "role_profiles")))
    assert "Begin one from a starting text" in page.text

    page = read(cast.client(cast.peer_worker).get(of_project(cast.harbour, "role_profiles")))
    assert "you are asked here to read it" in page.text
    assert not page.links("Begin a role profile")


def test_a_name_is_kept_apart_from_the_sentence_around_it(cast):
    long_name = "Oluwaseun Adeyemi-Fitzgerald-Montgomery of the Northern Sound"
    right_to_left = cast.account("أمينة الخطيب")
    members.add(
        project=cast.harbour,
        account=right_to_left,
        role="supervisor",
        organisation=cast.northmere,
        by=cast.administrator,
    )
    cast.member(roles.RECRUITER, name=long_name)
    answer = cast.client(cast.administrator).get(of_project(cast.harbour, "members"))

    assert "<bdi>أمينة الخطيب</bdi>" in answer.content.decode()
    assert long_name in read(answer).text


def test_what_somebody_typed_is_never_read_as_a_page(cast):
    name = "<script>alert(1)</script>"
    services.add(
        project=cast.harbour,
        name=name,
        about="<b>bold</b>",
        host=cast.northmere,
        employer=cast.open_door,
        by=cast.administrator,
    )
    services.end(service=cast.ward_two, reason=name, by=cast.improvement_lead)
    browser = cast.client(cast.improvement_lead)
    service = services.Service.objects.get(name=name)
    for address in (
        of_project(cast.harbour, "project_home"),
        of_project(cast.harbour, "services"),
        of_project(cast.harbour, "service", service=service),
        of_project(cast.harbour, "service", service=cast.ward_two),
        of_project(cast.harbour, "service_change", service=service),
        of_project(cast.harbour, "partners"),
    ):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold" not in page
