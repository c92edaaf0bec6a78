"""Signing in where every request has its own transactions, as it has when Alongside is served."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client

from alongside.core import rowsecurity
from alongside.core.models import AuditRow, Count
from alongside.programmes import roles
from alongside.programmes.actions import joining
from alongside.programmes.models import Account
from tests.programmes.entering import CONFIRM, PASSWORD, enter, quick, signed_in

__all__ = ["quick"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick")]


def test_a_day_of_signing_in_and_out():
    Account.objects.create_user("amina", PASSWORD, name="Amina Yusuf")
    client = Client()
    assert enter(client, password="not the password").status_code == 422
    assert enter(client).status_code == 302
    client.post(CONFIRM, {"password": PASSWORD})
    page = client.get("/account/steps/app/").content.decode()
    secret = re.search(r'translate="no">([A-Z2-7]{16,})</code>', page)[1]
    now = int(time.time()) // 30
    answer = client.post(
        "/account/steps/app/", {"code": totp.format_hotp_value(totp.hotp_value(secret, now))}
    )
    assert answer.url == "/account/steps/recovery-codes/"
    assert "The app is added" in client.get(answer.url).content.decode()
    client.post("/account/logout/")
    assert not signed_in(client)
    assert enter(client).url == "/account/second-step/"
    assert client.post("/account/second-step/", {"code": "000000"}).status_code == 422
    client.post("/account/second-step/", {"code": totp.format_hotp_value(totp.hotp_value(secret, now + 1))})
    assert signed_in(client)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "two geese and a kettle"})
    assert signed_in(client)

    assert UserSession.objects.count() == 1
    assert list(AuditRow.objects.order_by("pk").values_list("event", flat=True)) == [
        "sign-in failed",
        "signed in",
        "second step added",
        "second step added",
        "signed out",
        "second step failed",
        "signed in",
        "password changed",
    ]


def test_a_wrong_password_stays_counted():
    Account.objects.create_user("amina", PASSWORD, name="Amina Yusuf")
    enter(Client(), password="not the password")

    assert sorted(Count.objects.values_list("name", "count")) == [("sign-in", 1), ("sign-in by address", 1)]


def test_too_many_codes_stay_counted():
    account = Account.objects.create_user("amina", PASSWORD, name="Amina Yusuf")
    totp.TOTP.activate(account, "A" * 32)
    client = Client()
    enter(client)
    answers = [client.post("/account/second-step/", {"code": "000000"}).status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_joining_by_a_link(cast):
    with rowsecurity.opened(cast.harbour.pk):
        made = joining.invite(
            project=cast.harbour,
            for_whom="Noor",
            role=roles.CLINICIAN.key,
            organisation=cast.northmere,
            services=[cast.ward_one],
            by=cast.administrator,
        )
    client = Client()
    assert client.post(f"/join/{made.secret}/").url == "/join/"
    page = client.get("/join/").content.decode()
    assert "Clinician" in page

    answer = client.post("/join/", {"name": "Noor Haddad", "username": "noor", "password": PASSWORD})

    assert answer.url == f"/projects/{cast.harbour.slug}/"
    home = client.get(answer.url)
    assert home.status_code == 200
    assert "Ward One" in home.content.decode()
