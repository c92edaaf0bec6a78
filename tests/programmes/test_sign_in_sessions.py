"""Sessions: one sees one's own and ends them; they end by themselves, with the account, and with the password."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from alongside.core import clock
from alongside.core.models import AuditRow
from alongside.programmes import roles, viewers
from alongside.programmes.actions import members
from alongside.programmes.models import Account
from alongside.programmes.permissions import Permission
from alongside.programmes.sign_in import actions, sessions
from tests.asked import fill_in, press_on
from tests.programmes.entering import CONFIRM, LOGIN, PASSWORD, amina, browser, enter, quick, signed_in

__all__ = ["amina", "browser", "quick"]

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SESSIONS = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def at(minutes: float):
    return clock.set_to(NINE + timedelta(minutes=minutes))


@pytest.fixture
def since_nine(amina) -> Client:
    """Amina, signed in at nine."""
    client = Client()
    with at(0):
        enter(client)
    return client


def events():
    return list(AuditRow.objects.order_by("pk").values_list("event", flat=True))


# They end by themselves


def test_after_two_hours_without_a_page_one_is_asked_to_sign_in_and_led_back(since_nine):
    with at(119):
        assert since_nine.get("/yourself/").status_code == 200
    with at(119 + 120):
        answer = since_nine.get("/yourself/")
        assert answer.url == f"{LOGIN}?next=/yourself/"
        assert "nothing was done here for a while" in since_nine.get(answer.url).content.decode()
    assert events() == ["signed in", "session ran out"]
    assert not UserSession.objects.exists()


def test_a_session_that_is_used_all_day_ends_after_twelve_hours(since_nine):
    for hours in range(1, 12):
        with at(60 * hours):
            assert since_nine.get("/yourself/").status_code == 200
    with at(60 * 12):
        answer = since_nine.get("/yourself/")
        assert answer.url == f"{LOGIN}?next=/yourself/"
        assert "signed in for long" in since_nine.get(answer.url).content.decode()


def test_the_browser_is_not_believed_about_the_time(since_nine):
    with at(121):
        since_nine.get("/yourself/")
    with at(1):
        assert not signed_in(since_nine)


def test_what_was_typed_when_it_ran_out_is_kept(since_nine):
    with at(0):
        page = since_nine.get("/account/details/")
    with at(180):
        answer = fill_in(
            since_nine, "/account/details/", page=page, name="Amina Yusuf-Okoro", language="en-gb"
        )
        assert answer.url == f"{LOGIN}?next=/account/details/"
        assert "What you wrote is kept for you" in since_nine.get(answer.url).content.decode()
        enter(since_nine)
        assert "you had been signed out" in since_nine.get("/account/details/").content.decode()


def test_last_seen_is_written_once_a_minute_at_most(since_nine):
    def seen():
        return UserSession.objects.get().last_seen_at

    with at(0.5):
        since_nine.get("/yourself/")
        assert seen() == NINE
    with at(1.5):
        since_nine.get("/yourself/")
    assert seen() == NINE + timedelta(minutes=1.5)


def test_a_picture_keeps_no_session_alive(since_nine):
    with at(100):
        assert b"".join(since_nine.get("/static/ui/mark.svg").streaming_content)
    assert UserSession.objects.get().last_seen_at == NINE


# One's own


def test_one_sees_where_one_is_signed_in(amina):
    here, phone = Client(), Client()
    with at(0):
        enter(here, headers={"user-agent": FIREFOX})
    with at(30):
        enter(phone, headers={"user-agent": PHONE})
        said = here.get(SESSIONS).content.decode()

    assert "Firefox on Linux" in said
    assert "Safari on iPhone" in said
    assert "Signed in 23 November 2026 at 9:00 am. Last used 23 November 2026 at 9:30 am." in said
    assert said.count("This one") == 1
    assert "127.0.0.1" not in said


def test_one_ends_another_and_it_is_over_with_its_next_request(amina):
    here, phone = Client(), Client()
    enter(here)
    enter(phone)
    row = UserSession.objects.get(session_key=phone.session.session_key)

    answer = press_on(here, here.get(SESSIONS), f"{SESSIONS}{row.pk}/end/")

    assert answer.url == SESSIONS
    assert phone.get("/yourself/").status_code == 302
    assert here.get("/yourself/").status_code == 200
    assert "sessions ended" in events()


def test_one_ends_all_the_others_at_once(amina):
    here, *others = (Client() for _ in range(4))
    for client in (here, *others):
        enter(client)

    answer = press_on(here, here.get(SESSIONS), f"{SESSIONS}end/")

    assert "3 sessions have ended." in here.get(answer.url).content.decode()
    assert [signed_in(client) for client in (here, *others)] == [True, False, False, False]


def test_nobody_ends_anybody_elses(browser):
    Account.objects.create_user("ben", PASSWORD, name="Ben")
    ben = Client()
    enter(ben, "ben")
    row = UserSession.objects.get(session_key=ben.session.session_key)

    assert browser.post(f"{SESSIONS}{row.pk}/end/").status_code == 404
    browser.post(f"{SESSIONS}end/")

    assert signed_in(ben)


def test_a_session_without_its_row_is_over(since_nine):
    UserSession.objects.all().delete()
    with at(1):
        assert since_nine.get("/yourself/").status_code == 302


def test_rows_of_sessions_that_are_over_are_cleared_away(since_nine):
    with at(60):
        assert sessions.purge() == 0
    with at(180):
        assert sessions.purge() == 1


# Passwords


def test_another_password_ends_the_others_and_not_this_one(amina):
    here, phone = Client(), Client()
    with at(0):
        enter(here)
        enter(phone)
        before = UserSession.objects.get(session_key=here.session.session_key)
    with at(5):
        answer = here.post(
            "/account/password/", {"oldpassword": PASSWORD, "password1": "two geese and a kettle"}
        )
        assert answer.url == "/account/"
        assert "Your password is changed" in here.get("/account/").content.decode()
        assert phone.get("/yourself/").status_code == 302
    row = UserSession.objects.get()
    assert (row.pk, row.created_at) == (before.pk, NINE)
    assert "password changed" in events()
    assert enter(Client(), password=PASSWORD).status_code == 422
    assert enter(Client(), password="two geese and a kettle").status_code == 302


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short words", "Use at least 12 characters"),
        ("password1234", "Too many people use this password"),
        ("amina yusuf 1", "too much like your username, name or e-mail address"),
        ("x" * 257, "Use 256 characters or fewer"),
        ("", "Enter a password"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_in_plain_words(browser, amina, password, said):
    answer = browser.post("/account/password/", {"oldpassword": PASSWORD, "password1": password})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Account.objects.get().password == amina.password


def test_whoever_doesnt_know_the_password_doesnt_change_it(browser):
    answer = browser.post(
        "/account/password/", {"oldpassword": "not it", "password1": "two geese and a kettle"}
    )

    assert answer.status_code == 422
    assert "That isn&#39;t the password you have now" in answer.content.decode()


def test_passwords_are_kept_as_argon2(db, settings):
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert Account.objects.create_user("ben", PASSWORD, name="Ben").password.startswith("argon2$argon2id$")


# The account and its memberships


def test_a_closed_account_is_signed_out_everywhere_at_once(amina):
    clients = [Client(), Client()]
    for client in clients:
        enter(client)
    office = viewers.job("set up", project=None, granted=frozenset({Permission.SET_UP}))

    actions.close(account=amina, by=office)

    assert [client.get("/yourself/").status_code for client in clients] == [302, 302]
    assert not UserSession.objects.exists()
    assert enter(Client()).status_code == 422


def test_an_account_made_inactive_past_the_action_is_out_with_the_next_request_too(browser):
    Account.objects.update(is_active=False)

    assert browser.get("/yourself/").status_code == 302


def test_nobody_closes_an_account_without_being_allowed_to(amina):
    with pytest.raises(Exception, match="isn't part of your role"):
        actions.close(account=amina, by=viewers.oneself(amina))


def test_a_membership_that_ends_counts_from_the_next_request(cast, quick):
    somebody = cast.member(roles.IMPROVEMENT_LEAD, name="Iris Blanc")
    somebody.account.set_password(PASSWORD)
    somebody.account.save()
    client = Client()
    enter(client, "iris")
    home = f"/projects/{cast.harbour.slug}/"
    assert client.get(home).status_code == 200

    members.end(membership=cast.membership(somebody), by=cast.administrator)

    assert client.get(home).status_code == 404
    assert client.get("/yourself/").status_code == 200


# The account page


def test_the_account_page_is_under_ones_own_hat(browser):
    page = browser.get("/account/").content.decode()

    assert "app-header--oneself" in page
    assert "Amina Yusuf" in page
    assert "A second step keeps others out" in page


def test_name_and_language_are_changed_and_the_page_speaks_it(browser):
    answer = fill_in(browser, "/account/details/", name="Amina Yusuf-Okoro", language="cy")

    assert answer.url == "/account/"
    account = Account.objects.get()
    assert (account.name, account.language) == ("Amina Yusuf-Okoro", "cy")
    assert 'lang="cy"' in browser.get("/account/").content.decode()


def test_signing_in_brings_ones_language_to_another_browser(amina):
    Account.objects.update(language="cy")
    client = Client()
    enter(client)

    assert '<html lang="cy"' in client.get("/account/").content.decode()


def test_an_address_is_added_and_taken_away_and_its_owner_is_told(browser):
    assert fill_in(browser, "/account/e-mail/", email="amina@example.org").url == "/account/"
    assert Account.objects.get().email == "amina@example.org"
    assert (
        "The e-mail address of your account was changed" in browser.get("/account/messages/").content.decode()
    )

    fill_in(browser, "/account/e-mail/", email="")
    assert Account.objects.get().email == ""


def test_what_is_no_address_is_refused(browser):
    answer = fill_in(browser, "/account/e-mail/", email="amina at example")

    assert answer.status_code == 422
    assert "Enter an e-mail address, like name@example.org" in answer.content.decode()


def test_changing_the_address_asks_again_who_it_is(amina):
    client = Client()
    enter(client)

    assert client.get("/account/e-mail/").url.startswith(CONFIRM)
