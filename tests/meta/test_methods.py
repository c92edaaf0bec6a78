"""Every route by methods that no page offers, and at addresses that are almost right: nothing is answered that GET wouldn't."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

import pytest
from django.apps import apps

from alongside.core import rowsecurity
from alongside.programmes import roles
from alongside.programmes.viewers import Hat
from tests.meta import sweep
from tests.meta.test_routes import declared, the_sweep

OTHERS = ("OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND")
# What a refusal leaves in the trail, and what a session keeps of it.
NOT_COUNTED = {"core_auditrow", "django_session", "usersessions_usersession", "core_count"}


@pytest.fixture
def matrix(cast):
    return the_sweep(cast)


def rows() -> Counter[str]:
    """How many rows each table has."""
    tables = {model._meta.db_table: model for model in apps.get_models()}
    return Counter(
        {table: model._base_manager.count() for table, model in tables.items() if table not in NOT_COUNTED}
    )


def asked(browser, method: str, address: str, **headers: str):
    with rowsecurity.inside(None):
        return browser.generic(method, address, **headers)


@pytest.mark.once
@pytest.mark.parametrize("who", ["signed_out", "clinician", "administrator"])
def test_head_answers_as_get_does_without_its_words_and_only_where_get_is_answered(matrix, who):
    browser, wrong = matrix.browser(who), []
    browser.raise_request_exception = False
    before = rows()
    for cell in matrix.cells(who, declared()):
        if cell.method != "GET":
            continue
        answer = asked(browser, "HEAD", cell.address)
        if answer.status_code != cell.status or answer.content:
            wrong.append(f"HEAD {cell.address} ({cell.route.name}): {answer.status_code}, not {cell.status}")

    assert not wrong, "\n".join(wrong)
    assert rows() == before


@pytest.mark.once
@pytest.mark.parametrize("who", ["signed_out", "supervisor"])
def test_other_methods_are_answered_nowhere(matrix, who):
    browser, wrong = matrix.browser(who), []
    browser.raise_request_exception = False
    before = rows()
    for cell in matrix.cells(who, declared()):
        if cell.method != "GET" or cell.whose not in ("own", "other project"):
            continue
        for method in OTHERS:
            answer = asked(browser, method, cell.address)
            asks_to_sign_in = cell.route.permission is not None and cell.route.door is not Hat.LINK
            expected = 302 if who == sweep.SIGNED_OUT and asks_to_sign_in else 405
            if answer.status_code != expected:
                wrong.append(
                    f"{method} {cell.address} ({cell.route.name}): {answer.status_code}, not {expected}"
                )

    assert not wrong, "\n".join(wrong)
    assert rows() == before


@pytest.mark.once
def test_a_form_that_says_it_is_another_method_is_a_post_all_the_same(matrix):
    browser = matrix.browser("supervisor")
    for cell in matrix.cells("supervisor", declared()):
        if cell.method == "GET" and cell.route.methods == ("POST",) and cell.route.permission is not None:
            answer = asked(browser, "GET", f"{cell.address}?_method=POST", HTTP_X_HTTP_METHOD_OVERRIDE="POST")
            assert answer.status_code == 405, cell.address


@pytest.mark.once
def test_addresses_that_are_almost_right_are_not_found(matrix):
    browser, wrong = matrix.browser("administrator"), []
    browser.raise_request_exception = False
    for cell in matrix.cells("administrator", declared()):
        if cell.method != "GET" or cell.whose != "own" or "<" not in cell.route.address:
            continue
        address = cell.address
        almost = [
            f"{address}x", f"{address}x/", f"{address}/", f"{address}%00", f"{address}%2e%2e/", f"{address}%0d%0aX-A:b", f"{address};a",
            f"{address}{quote('‮')}/", address.replace("/projects/", "/projects//"), f"/{address}",
            re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda found: found[0].upper(), address),
            re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", lambda found: found[0].replace("-", ""), address),
            address.replace("/harbour/", "/harbour%20/").replace("/side-by-side/", "/side-by-side%00/"),
        ]  # fmt: skip
        for each in almost:
            if each != address and (answer := asked(browser, "GET", each)).status_code != 404:
                wrong.append(f"{each!r} ({cell.route.name}) answered {answer.status_code}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.once
def test_whoever_is_in_two_projects_finds_the_records_of_each_under_its_own_address_alone(cast, matrix):
    """Their own session reaches both records; only the address says in which project they ask."""
    account = cast.supervisor.account
    with rowsecurity.inside(cast.lantern.pk):
        in_both = cast.member(roles.SUPERVISOR, project=cast.lantern, account=account)
    browser, found, wrong = cast.client(in_both), set(), []
    for route in declared():
        if "project" not in route.params or not route.fetches:
            continue
        (param,) = [each for each in route.params if each in route.fetches]
        for whose, example in matrix._examples(route, param).items():
            home = getattr(example.record, "project", None)
            if home is None:
                continue
            elsewhere = cast.lantern if home == cast.harbour else cast.harbour
            for project in (home, elsewhere):
                status = asked(
                    browser, "GET", route.at({"project": project.slug, param: example.record.pk})
                ).status_code
                if project == elsewhere and "GET" in route.methods and status != 404:
                    wrong.append(f"{route.name} ({whose}) under {project}: {status}")
                if project == home and status == 200:
                    found.add((param, project.slug))

    assert not wrong, "\n".join(wrong)
    assert {slug for _, slug in found} == {"harbour", "lantern"}


QUERIES = (
    "page=0", "page=-1", "page=1e9", "page=%D9%A3", "page=%C2%B2", "page=99999999999999999999", "page=%00", "page[]=1",
    "page=1&page=x", "tab=%00", "tab=past'--", "continue=x", "continue=00000000-0000-4000-8000-000000000000",
    "next=//elsewhere.example", "a=" + "b" * 5000, "%FF=%FF",
)  # fmt: skip


@pytest.mark.once
def test_no_question_in_an_address_breaks_a_page(matrix):
    browser = matrix.browser("administrator")
    for cell in matrix.cells("administrator", declared()):
        if cell.method == "GET" and cell.status == 200 and not cell.route.fetches:
            for query in QUERIES:
                answer = asked(browser, "GET", f"{cell.address}?{query}")
                assert answer.status_code in (200, 404), (cell.address, query)
                assert b'="//elsewhere' not in answer.content, (cell.address, query)
