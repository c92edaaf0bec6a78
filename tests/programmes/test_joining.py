"""Joining by a link: made by an administrator, opened once, worth one role in one project."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.db import connections
from django.test import Client

from alongside.core import clock, rowsecurity
from alongside.core.actions import Refused
from alongside.core.models import AuditRow
from alongside.programmes import roles, viewers
from alongside.programmes.actions import joining, members
from alongside.programmes.models import Account, JoiningLink, JoiningLinkService, LinkToken, Membership
from alongside.programmes.permissions import Permission
from tests.asked import fill_in, press_on
from tests.cast import NOW
from tests.programmes.entering import PASSWORD, enter, quick

__all__ = ["quick"]

JOIN = "/join/"
pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def links(cast) -> str:
    return f"/projects/{cast.harbour.slug}/members/joining/"


def invite(cast, role=roles.IMPROVEMENT_LEAD, *services, by=None, for_whom="Noor from the ward"):
    return joining.invite(
        project=cast.harbour,
        for_whom=for_whom,
        role=role.key,
        organisation=cast.northmere,
        services=services,
        by=by or cast.administrator,
    )


def opened(secret: str, client: Client | None = None) -> Client:
    """A browser in which the link was opened."""
    client = client or Client()
    answer = client.post(f"{JOIN}{secret}/")
    assert (answer.status_code, answer.url) == (302, JOIN)
    return client


def answers(**more):
    return {"name": "Noor Haddad", "username": "noor", "password": PASSWORD, **more}


def later(**time):
    return clock.set_to(NOW + timedelta(**time))


# Making one


def test_an_administrator_makes_a_link_and_is_shown_it_for_ten_minutes(cast, links):
    browser = cast.client(cast.administrator)

    made = fill_in(
        browser,
        f"{links}add/",
        for_whom="Noor from the ward",
        role="peer_worker",
        organisation=str(cast.open_door.pk),
        services=[str(cast.ward_one.pk)],
    )
    first, again = browser.get(made.url), browser.get(made.url)
    elsewhere = cast.client(cast.administrator).get(made.url)
    with later(minutes=10):
        late = browser.get(made.url)

    address = re.search(r'value="(http://testserver/join/[\w-]{43}/)"', first.content.decode())[1]
    assert "data:image/svg+xml;base64," in first.content.decode()
    assert address in again.content.decode(), "looking changes nothing"
    for hidden in (elsewhere, late):
        assert address not in hidden.content.decode()
        assert "can&#39;t be shown again" in hidden.content.decode().replace("can't", "can&#39;t")


def test_a_link_that_was_opened_is_not_shown_to_its_maker_any_more(cast, links):
    browser = cast.client(cast.administrator)
    made = fill_in(
        browser,
        f"{links}add/",
        for_whom="Noor from the ward",
        role="supervisor",
        organisation=str(cast.open_door.pk),
    )
    address = re.search(
        r'value="(http://testserver/join/[\w-]{43}/)"', browser.get(made.url).content.decode()
    )[1]

    cast.client().post(address.removeprefix("http://testserver"))

    assert address not in browser.get(made.url).content.decode()


def test_the_links_are_listed(cast, links):
    browser = cast.client(cast.administrator)
    fill_in(
        browser,
        f"{links}add/",
        for_whom="Noor from the ward",
        role="supervisor",
        organisation=str(cast.open_door.pk),
    )
    assert "Noor from the ward" in browser.get(links).content.decode()


def test_of_its_secret_nothing_is_kept_but_a_digest(cast):
    made = invite(cast)

    token = made.joining.token
    assert made.secret not in str(LinkToken.objects.filter(pk=token.pk).values())
    assert token.digest == joining.digest(made.secret)
    assert made.secret not in str(list(AuditRow.objects.values()))


def test_nobody_without_the_right_makes_one(cast, links):
    with pytest.raises(Refused, match="isn't part of your role"):
        invite(cast, by=cast.supervisor)
    assert cast.client(cast.supervisor).get(f"{links}add/").status_code == 403


@pytest.mark.parametrize("role", [roles.PROGRAMME_OFFICE, roles.EXTERNAL_EVALUATOR])
def test_a_link_leads_to_no_role_of_the_programme(cast, role):
    with pytest.raises(Refused, match="Choose a role in this project"):
        invite(cast, role)


def test_a_link_names_services_where_its_role_works_in_some(cast):
    with pytest.raises(Refused, match="at least one service"):
        invite(cast, roles.PEER_WORKER)


# Opening it


def test_looking_at_the_address_uses_nothing_up_and_tells_nothing(cast):
    made = invite(cast)
    client = Client()

    there = client.get(f"{JOIN}{made.secret}/")
    nowhere = Client().get(f"{JOIN}{'x' * 43}/")

    assert there.status_code == nowhere.status_code == 200
    assert "Harbour" not in there.content.decode()
    assert there.headers["Referrer-Policy"] == "strict-origin"
    assert LinkToken.objects.open(clock.now()).count() == 1


def test_the_button_leads_to_an_address_without_the_secret(cast):
    made = invite(cast)
    client = opened(made.secret)
    page = client.get(JOIN).content.decode()

    assert "Join <bdi>Harbour</bdi>" in page
    assert "Improvement lead, for <bdi>Northmere Mental Health NHS Trust</bdi>" in page
    assert made.secret not in page
    assert made.secret not in str(dict(client.session))


def test_a_link_opens_once(cast):
    made = invite(cast)
    opened(made.secret)

    again = Client().post(f"{JOIN}{made.secret}/")

    assert again.status_code == 404
    assert "This link can't be used" in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_open_it_at_once_one_holds_it(cast):
    with rowsecurity.opened(cast.harbour.pk):
        made = invite(cast)
    together, got = threading.Barrier(10), []

    def one():
        try:
            together.wait()
            got.append(joining.exchange(secret=made.secret, by=viewers.NOBODY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([token for token in got if token is not None]) == 1
    assert len(got) == 10


def test_after_seven_days_it_opens_no_more(cast):
    made = invite(cast)
    with later(days=6, hours=23):
        assert joining.exchange(secret=made.secret, by=viewers.NOBODY)
    other = invite(cast)
    with later(days=7, minutes=1):
        assert Client().post(f"{JOIN}{other.secret}/").status_code == 404


def test_an_hour_after_it_was_opened_it_leads_nowhere(cast):
    client = opened(invite(cast).secret)
    with later(minutes=59):
        assert client.get(JOIN).status_code == 200
    with later(minutes=61):
        assert client.get(JOIN).status_code == 404
        assert client.post(JOIN, answers()).status_code == 404
    assert not Account.objects.filter(username="noor").exists()


def test_nobody_guesses_links(cast):
    made = invite(cast)
    client = Client()
    guesses = [client.post(f"{JOIN}{'x' * 40}{n}/").status_code for n in range(32)]

    assert guesses == [404] * 30 + [429] * 2
    assert client.post(f"{JOIN}{made.secret}/").status_code == 429


def test_opening_it_gives_the_session_another_key(cast):
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["before"] = "kept"
    session.save()

    opened(invite(cast).secret, client)

    assert client.session.session_key != session.session_key


@pytest.mark.parametrize("path", ["", "members/joining/", "members/", "services/"])
def test_whoever_holds_a_link_reaches_nothing_of_the_project(cast, path):
    client = opened(invite(cast).secret)

    assert client.get(f"/projects/{cast.harbour.slug}/{path}").status_code == 302


def test_without_a_link_the_page_isnt_there(cast):
    assert Client().get(JOIN).status_code == 404
    assert cast.client(cast.administrator).get(JOIN).status_code == 404


# Joining


def test_somebody_joins_with_a_new_account_and_is_in_the_project(cast):
    client = opened(invite(cast, roles.PEER_WORKER, cast.ward_one).secret)

    answer = client.post(JOIN, answers())

    assert answer.url == f"/projects/{cast.harbour.slug}/"
    account = get_user(client)
    assert (account.username, account.name) == ("noor", "Noor Haddad")
    membership = Membership.objects.get(account=account)
    assert (membership.role, membership.organisation, membership.starts_on) == (
        "peer_worker",
        cast.northmere,
        NOW.date(),
    )
    assert [row.service for row in membership.narrowed_to.all()] == [cast.ward_one]
    assert client.get(answer.url).status_code == 200
    assert client.get(JOIN).status_code == 404
    assert enter(Client(), "noor").status_code == 302


def test_the_trail_says_how_they_came(cast):
    made = invite(cast)
    opened(made.secret).post(JOIN, answers())

    rows = list(AuditRow.objects.order_by("-pk").values_list("event", "hat", "project_id")[:4])
    harbour = cast.harbour.pk
    assert rows == [
        ("signed in", "oneself", None),
        ("joined by a link", "link:joining", harbour),
        ("account opened", "link:joining", harbour),
        ("link opened", "link:joining", harbour),
    ]
    assert JoiningLink.objects.get(pk=made.joining.pk).state is JoiningLink.State.JOINED


def test_somebody_who_has_an_account_joins_with_it(cast):
    client = opened(invite(cast).secret, cast.client(cast.stranger.account))
    assert "You are signed in as <bdi>Sam Stranger</bdi>" in client.get(JOIN).content.decode()

    answer = client.post(JOIN)

    assert answer.url == f"/projects/{cast.harbour.slug}/"
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"username": "adaeze"}, "Somebody has the username “adaeze” already"),
        ({"username": "ADAEZE"}, "Somebody has the username “ADAEZE” already"),
        ({"username": "two words"}, "Use letters, figures and the signs"),
        ({"username": ""}, "Enter your username"),
        ({"name": ""}, "Enter your name"),
        ({"password": "short"}, "Use at least 12 characters"),
        ({"password": "noor haddad 1"}, "too much like your username"),
    ],
)
def test_what_cant_be_is_asked_again_and_the_link_still_works(cast, answer, said):
    client = opened(invite(cast).secret)

    again = client.post(JOIN, answers(**answer))

    assert again.status_code == 422
    assert said in again.content.decode()
    assert PASSWORD not in again.content.decode()
    assert client.post(JOIN, answers()).status_code == 302


def test_a_link_that_was_withdrawn_leads_nowhere_even_when_it_is_open(cast, links):
    made = invite(cast)
    client = opened(made.secret)
    administrator = cast.client(cast.administrator)

    page = administrator.get(f"{links}{made.joining.pk}/")
    press_on(administrator, page, f"{links}{made.joining.pk}/withdraw/")

    assert client.get(JOIN).status_code == 404
    assert client.post(JOIN, answers()).status_code == 404
    assert "Withdrawn" in administrator.get(links).content.decode()


def test_a_link_is_worth_no_more_than_its_makers_right(cast):
    second = cast.member(roles.ADMINISTRATOR, name="Ama Owusu")
    made = invite(cast, by=second)
    client = opened(made.secret)

    members.end(membership=cast.membership(second), by=cast.administrator)
    answer = client.post(JOIN, answers())

    assert answer.status_code == 422
    assert "This link can&#39;t be used any more" in answer.content.decode()
    assert not Account.objects.filter(username="noor").exists()


def test_a_link_of_somebody_who_has_joined_is_not_withdrawn(cast):
    made = invite(cast)
    opened(made.secret).post(JOIN, answers())

    with pytest.raises(Refused, match="joined by this link already"):
        joining.withdraw(joining=made.joining, by=cast.administrator)


def test_a_link_held_in_one_session_is_not_held_in_another(cast):
    opened(invite(cast).secret)

    assert Client().get(JOIN).status_code == 404


def test_who_holds_no_link_joins_by_none(cast):
    for by in (cast.administrator, cast.stranger, viewers.NOBODY):
        with pytest.raises(Refused, match="isn't part of your role"):
            joining.join(username="noor", name="Noor", password=PASSWORD, by=by)
    granted = frozenset({Permission.JOIN})
    with pytest.raises(Refused, match="can't be used any more"):
        joining.join(
            username="noor",
            name="Noor",
            password=PASSWORD,
            by=viewers.link("joining", project=cast.harbour, granted=granted),
        )


def test_the_links_of_another_project_are_not_found(cast, links):
    made = invite(cast)
    there = cast.client(cast.lantern_administrator)
    with rowsecurity.inside(None):
        assert (
            there.get(f"/projects/{cast.lantern.slug}/members/joining/{made.joining.pk}/").status_code == 404
        )
        assert there.get(links).status_code == 404


def test_links_are_forgotten_three_months_after_their_time(cast):
    invite(cast, roles.PEER_WORKER, cast.ward_one)
    with later(days=90):
        assert joining.purge() == 0
    with later(days=98):
        assert joining.purge() == 1
    assert not LinkToken.objects.exists()
    assert not JoiningLinkService.objects.exists()
