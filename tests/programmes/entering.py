"""Signing in in tests: Argon2 that costs next to nothing, and the few things that every test of signing in does."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from alongside.programmes.models import Account

PASSWORD = "a heron stood very still"
LOGIN, CONFIRM = "/account/login/", "/account/confirm/"


class QuickArgon2(Argon2PasswordHasher):
    """The product's hasher at its lowest price: what tests of signing in wait for isn't what they test."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture
def quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.programmes.entering.QuickArgon2"]


@pytest.fixture
def amina(quick, db) -> Account:
    return Account.objects.create_user("amina", PASSWORD, name="Amina Yusuf")


@pytest.fixture
def browser(amina) -> Client:
    """Amina, signed in with her password, who has just shown that it is her."""
    client = Client()
    enter(client)
    client.post(CONFIRM, {"password": PASSWORD})
    return client


def enter(client: Client, username: str = "amina", password: str = PASSWORD, **more: object):  # type: ignore[no-untyped-def]
    return client.post(LOGIN, {"login": username, "password": password}, **more)


def signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated
