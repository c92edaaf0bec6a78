"""What the manual is made of comes from the tables that the code goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from alongside.core import retention
from alongside.programmes import checklists, reference, roles
from alongside.programmes.models import RoleProfileVersion, Service
from alongside.programmes.permissions import Permission


def test_the_policy_names_every_role_once_inside_its_boundary():
    shown = [role for bounded in reference.boundaries() for role, _ in bounded.roles]

    assert sorted(role.key for role in shown) == sorted(roles.ROLES)
    for bounded in reference.boundaries():
        assert {role.boundary for role, _ in bounded.roles} == {bounded.boundary}


def test_the_policy_leaves_out_nothing_that_a_role_may():
    everybody = set(reference.every_member())

    for bounded in reference.boundaries():
        for role, permissions in bounded.roles:
            shown = set(permissions) | (everybody if role.scope == "project" else set())
            assert shown == role.permissions


def test_the_page_of_roles_says_in_words_what_each_may():
    page = reference.roles_page()

    assert page.startswith("# Who may see and do what\n")
    for role in roles.ROLES.values():
        assert f"### {role.name}\n\n{role.description}\n" in page
    for permission in set(Permission) - {Permission.SET_UP, Permission.OWN_ACCOUNT, Permission.JOIN}:
        assert f"- {permission.in_words}\n" in page
    assert str(Permission.SET_UP.in_words) not in page


def test_a_diagram_draws_every_state_and_every_way_and_no_other():
    for model in (Service, RoleProfileVersion):
        drawn = reference.diagram(model)
        ways = {
            (before.value, after.value) for before, following in model.NEXT.items() for after in following
        }
        found = {
            tuple(part.strip() for part in line.split("-->")) for line in drawn.splitlines() if "-->" in line
        }
        ends = {(state.value, "[*]") for state, following in model.NEXT.items() if not following}
        assert found == ways | ends | {("[*]", next(iter(model.NEXT)).value)}


def test_the_page_of_checklists_marks_what_is_never_overridden():
    page = reference.readiness_page()
    items = [
        item
        for called in (checklists.OF_A_SERVICE, checklists.OF_A_REAL_PROJECT)
        for item in checklists.newest(called).items
    ]

    assert page.count("*Never overridden.*") == sum(item.override == "never" for item in items)
    assert page.count("*Two people decide.*") == sum(item.second_person for item in items)
    for item in items:
        assert item.question in page


DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {
    "reference/roles.md": reference.roles_page,
    "reference/readiness.md": reference.readiness_page,
    "assurance/records-retention.md": reference.retention_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_manual_is_not_stale(name):
    assert (DOCS / name).read_text("utf-8") == PAGES[name]()


def test_the_retention_page_has_every_class():
    page = reference.retention_page()

    for key in retention.classes():
        assert f"(`{key}`)" in page
