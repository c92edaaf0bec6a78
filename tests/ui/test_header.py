"""The header says where one is and as whom, and offers only what the hat may open."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from alongside.core import registries
from alongside.core.registries import NavigationLink, OfferedHat, Registry
from alongside.programmes.models import Account, Project
from alongside.programmes.permissions import Permission
from alongside.programmes.roles import PEER_WORKER
from alongside.programmes.viewers import NOBODY, Hat, Viewer, oneself

AMINA = Account(username="amina", name="Amina <i>Khan</i>")
HARBOUR = Project(name="Harbour", slug="harbour")


@pytest.fixture(autouse=True)
def house(settings, monkeypatch):
    """Two project pages, an account page and two more hats."""
    settings.ROOT_URLCONF = "tests.ui.header_pages"
    for name in ("navigation", "account_links", "offered_hats"):
        monkeypatch.setattr(registries, name, Registry(name))
    registries.navigation.enter("home", NavigationLink("Home", "project_home"), order=1)
    registries.navigation.enter("measures", NavigationLink("Measures", "measures", Permission.MEASURES_SEE))
    registries.navigation.enter("members", NavigationLink("Members", "members", Permission.MEMBERS_SEE))
    registries.navigation.enter("later", NavigationLink("A page that no room has", "no_such_page"))
    registries.account_links.enter("account", NavigationLink("Your account", "account_page"))
    registries.offered_hats.enter(
        "hats",
        lambda viewer: [
            OfferedHat("harbour:peer_worker", "Peer worker, Harbour", worn=True),
            OfferedHat("oneself", "Yourself"),
            OfferedHat("lantern:supervisor", "Supervisor, Lantern"),
        ],
    )


def worker() -> Viewer:
    return Viewer(
        hat=Hat.STAFF,
        account=AMINA,
        project=HARBOUR,
        role=PEER_WORKER,
        granted=frozenset({Permission.MEASURES_SEE}),
    )


def header_of(rf, viewer: object, path: str = "/projects/harbour/") -> str:
    request = rf.get(path)
    request.viewer, request.session = viewer, {}
    request._messages = []
    return render_to_string("ui/base.jinja", {}, request)


def test_the_hat_is_always_shown_with_the_others_one_tap_away(rf):
    page = header_of(rf, worker())
    assert "<strong><bdi>Peer worker, Harbour</bdi></strong>" in page
    assert 'action="/hat/"' in page
    assert '<button class="app-hat__other" type="submit" name="hat" value="oneself"' in page
    assert 'value="lantern:supervisor"' in page
    # The worn hat is no button.
    assert 'value="harbour:peer_worker"' not in page
    assert '<input type="hidden" name="next" value="/projects/harbour/">' in page


def test_the_header_turns_white_under_yourself(rf):
    page = header_of(rf, oneself(AMINA))
    assert "<strong><bdi>Yourself</bdi></strong>" in page
    assert "app-header--oneself" in page
    assert "app-header--oneself" not in header_of(rf, worker())


def test_navigation_holds_what_the_hat_may_open_and_what_exists(rf):
    page = header_of(rf, worker())
    assert '<a class="app-navigation__link" href="/projects/harbour/measures/">Measures</a>' in page
    assert ">Members</a>" not in page
    assert "A page that no room has" not in page


def test_the_page_one_is_on_is_marked_and_only_that(rf):
    at_measures = header_of(rf, worker(), "/projects/harbour/measures/7/")
    assert 'href="/projects/harbour/measures/" aria-current="page"' in at_measures
    assert at_measures.count('aria-current="page"') == 1
    assert 'href="/projects/harbour/" aria-current="page"' in header_of(rf, worker())


def test_under_yourself_there_is_no_navigation_of_any_project(rf):
    assert "app-navigation__link" not in header_of(rf, oneself(AMINA))


def test_the_account_menu_signs_out_by_a_form(rf):
    page = header_of(rf, worker())
    assert '<a class="app-menu__item" href="/account/">Your account</a>' in page
    assert (
        '<form method="post" action="/account/logout/"><input type="hidden" name="csrfmiddlewaretoken"'
        in page
    )


def test_signed_out_there_is_a_way_in_and_no_hat(rf):
    page = header_of(rf, NOBODY)
    assert '<a class="app-header__sign-in" href="/account/login/">' in page
    assert "app-hat" not in page
    assert "app-menu" not in page


def test_without_a_page_that_takes_the_change_no_hats_are_offered(rf, settings):
    settings.ROOT_URLCONF = "tests.ui.asking_pages"
    page = header_of(rf, worker())
    assert "Peer worker, Harbour" in page
    assert "app-hat__other" not in page


def test_names_are_isolated_and_never_html(rf):
    page = header_of(rf, worker())
    assert "<bdi>Amina &lt;i&gt;Khan&lt;/i&gt;</bdi>" in page
    assert '<span class="app-header__place"><bdi>Harbour</bdi></span>' in page


def test_a_programme_is_named_where_there_is_no_project(rf):
    viewer = SimpleNamespace(
        account=AMINA, role=PEER_WORKER, project=None, programme=SimpleNamespace(name="North"),
        hat_in_words="Programme office, North", may=lambda permission: False,
    )  # fmt: skip
    assert "<bdi>North</bdi>" in header_of(rf, viewer)


def test_demo_pages_say_that_everything_is_invented(rf, settings):
    words = "Demonstration: invented people and organisations"
    settings.DEMO = False
    assert words not in header_of(rf, NOBODY)
    settings.DEMO = True
    assert words in header_of(rf, NOBODY)


def test_the_footer_says_what_alongside_does_not_do(rf):
    assert "Nothing in Alongside alerts anybody unless it says so." in header_of(rf, NOBODY)
