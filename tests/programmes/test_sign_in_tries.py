"""Nobody guesses for long: tries are counted by account and by address, whichever process they reach."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from alongside.core import clock
from alongside.core.models import Count
from alongside.programmes.models import Account
from alongside.programmes.sign_in import clients, tries
from tests.programmes.entering import CONFIRM, PASSWORD, amina, browser, enter, quick, signed_in

__all__ = ["amina", "browser", "quick"]

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def statuses(number, username="amina", password="not the password", **more):
    return [enter(Client(), username, password, **more).status_code for _ in range(number)]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_wrong_passwords_at_once_ten_are_looked_at(quick):
    Account.objects.create_user("amina", PASSWORD, name="Amina Yusuf")
    together, answers = threading.Barrier(20), []

    def one(number):
        try:
            together.wait()
            # From twenty addresses: it is the account that is guessed at.
            answers.extend(statuses(1, REMOTE_ADDR=f"10.0.0.{number}"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [422] * 10 + [429] * 10


def test_when_they_are_used_up_the_right_password_has_to_wait_too(amina):
    with clock.set_to(NINE):
        statuses(10)
        client = Client()
        answer = enter(client)
    assert answer.status_code == 429
    assert not signed_in(client)
    wait = int(answer.headers["Retry-After"])
    assert 60 <= wait <= 30 * 60
    assert f"Try again in {-(-wait // 60)} minutes." in answer.content.decode()
    with clock.set_to(NINE + timedelta(seconds=wait)):
        assert enter(client).status_code == 302


def test_the_right_password_forgives_the_wrong_ones(amina):
    for _ in range(4):
        assert statuses(9) == [422] * 9
        assert enter(Client()).status_code == 302


def test_an_unknown_username_is_held_back_as_a_known_one_is(amina):
    assert statuses(12, "nobody") == statuses(12, "amina") == [422] * 10 + [429] * 2


def test_writing_the_username_in_another_way_gives_no_more_tries(amina):
    statuses(10, "amina")

    assert statuses(2, " AMINA ") == [429, 429]
    assert statuses(1, "ａｍｉｎａ") == [429]


def test_one_address_cant_go_through_all_accounts(quick, db):
    with clock.set_to(NINE):
        seen = [enter(Client(), f"somebody{n}", "a password").status_code for n in range(202)]
        elsewhere = statuses(1, "somebody", REMOTE_ADDR="10.1.1.1")

    assert seen == [422] * 200 + [429] * 2
    assert elsewhere == [422]


def test_a_hospital_that_signs_in_from_one_address_is_not_held_back(amina):
    for _ in range(30):
        assert enter(Client()).status_code == 302
    assert Count.objects.get(name="sign-in by address").count == 0


def test_showing_that_it_is_you_and_changing_the_password_use_the_same_tries(browser):
    answers = [browser.post(CONFIRM, {"password": "wrong"}).status_code for _ in range(5)]
    answers += [
        browser.post(
            "/account/password/", {"oldpassword": "wrong", "password1": "two geese and a kettle"}
        ).status_code
        for _ in range(6)
    ]

    assert answers == [422] * 10 + [429]
    assert statuses(1) == [429]


def test_what_is_counted_says_neither_who_nor_where(amina):
    statuses(1)

    assert Count.objects.count() == 2
    assert not any("amina" in row.who or "127" in row.who for row in Count.objects.all())


# Where a request comes from


def asked(remote="203.0.113.9", forwarded=None):
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=remote, **more)


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        # Nobody's word is taken but a proxy's.
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        # What stands before the first stranger, that stranger may have written.
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "not an address", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("", "198.51.100.1", "::"),
    ],
)
def test_forwarded_addresses_are_believed_from_proxies_alone(settings, remote, forwarded, found):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]

    assert clients.address(asked(remote, forwarded)) == found


def test_without_proxies_nothing_forwarded_is_believed(settings):
    settings.TRUSTED_PROXIES = []

    assert clients.address(asked("10.0.0.1", "198.51.100.1")) == "10.0.0.1"


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_there_an_address_comes_out(remote, forwarded):
    from ipaddress import ip_address

    from django.http import HttpRequest

    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}

    ip_address(clients.address(request))


def test_a_household_with_many_addresses_is_one_neighbour():
    one, other, stranger = (
        asked(at) for at in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )

    assert clients.neighbourhood(one) == clients.neighbourhood(other) != clients.neighbourhood(stranger)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8.0", "A browser that doesn’t say what it is"),
        ("", "A browser that doesn’t say what it is"),
    ],
)
def test_devices_in_words(agent, said):
    assert clients.device(agent) == said.replace("’", "'")


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "one minute"), (60, "one minute"), (61, "2 minutes"), (900, "15 minutes")]
)
def test_how_long_to_wait_in_words(seconds, said):
    assert tries.in_words(seconds) == said
