"""Production refuses to start without secrets of its own, and never repeats one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from pydantic import ValidationError

from alongside.config.databases import database
from alongside.config.environment import OPEN_KEY, OPEN_SECRET, Environment

pytestmark = pytest.mark.once
SECRET = "canary-" + "s" * 60
KEY = "one:" + "c0ffee00" * 8
COMPLETE = {
    "ALONGSIDE_SECRET_KEY": SECRET,
    "ALONGSIDE_VAULT_KEY": KEY,
    "ALONGSIDE_AUDIT_KEY": "two:" + "decade00" * 8,
    "ALONGSIDE_BASE_URL": "https://alongside.example.org",
}


@pytest.fixture
def read(monkeypatch):
    """Reads an environment of these variables alone."""

    def read(**variables: str) -> Environment:
        for name in [name for name in os.environ if name.startswith("ALONGSIDE_")]:
            monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Environment()

    return read


def test_a_complete_environment_starts(read):
    assert read(**COMPLETE).secret_key == SECRET


@pytest.mark.parametrize("missing", COMPLETE)
def test_each_secret_must_be_there(read, missing):
    with pytest.raises(ValidationError, match=f"{missing} is missing"):
        read(**{name: value for name, value in COMPLETE.items() if name != missing})
    with pytest.raises(ValidationError, match=f"{missing} is missing"):
        read(**{**COMPLETE, missing: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALONGSIDE_SECRET_KEY", OPEN_SECRET),
        ("ALONGSIDE_SECRET_KEY", "short"),
        ("ALONGSIDE_VAULT_KEY", OPEN_KEY),
        ("ALONGSIDE_AUDIT_KEY", OPEN_KEY),
        ("ALONGSIDE_AUDIT_KEY", "mine:" + "00" * 32),
        ("ALONGSIDE_VAULT_KEY", f"{KEY},{OPEN_KEY}"),
        ("ALONGSIDE_VAULT_KEY", "canary"),
        ("ALONGSIDE_BASE_URL", "alongside.example.org"),
        ("ALONGSIDE_BASE_URL", "http://alongside.example.org"),
        ("ALONGSIDE_BASE_URL", "javascript:alert(1)"),
        ("ALONGSIDE_BASE_URL", "https://"),
    ],
)
def test_what_everybody_knows_or_nobody_can_use_is_refused_by_its_name(read, name, value):
    with pytest.raises(ValidationError, match=name) as refused:
        read(**{**COMPLETE, name: value})
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("switch", ["ALONGSIDE_DEMO", "ALONGSIDE_TESTING"])
@pytest.mark.parametrize(
    "production",
    [
        {"ALONGSIDE_BASE_URL": "https://alongside.example.org"},
        {"ALONGSIDE_BASE_URL": "http://10.0.0.7"},
        {"ALONGSIDE_BASE_URL": "https://localhost"},
        {"ALONGSIDE_DATABASE_URL": "postgresql://alongside:canary@db.example.org/alongside"},
        {"ALONGSIDE_DATABASE_URL": "pgsql://alongside:canary@db.example.org/alongside"},
    ],
)
def test_neither_the_demo_nor_the_tests_can_be_switched_on_in_production(read, switch, production):
    for settings in (production, {**COMPLETE, **production}):
        with pytest.raises(ValidationError, match=f"{switch} is set") as refused:
            read(**settings, **{switch: "1"})
        assert "canary" not in str(refused.value)


def test_both_switches_together_open_nothing_more(read):
    with pytest.raises(ValidationError, match="ALONGSIDE_DEMO is set"):
        read(ALONGSIDE_DEMO="1", ALONGSIDE_TESTING="1", ALONGSIDE_BASE_URL="https://alongside.example.org")


def test_the_demo_works_on_this_machine(read):
    assert read(ALONGSIDE_DEMO="1").secret_key == OPEN_SECRET
    assert read(ALONGSIDE_DEMO="1", ALONGSIDE_BASE_URL="http://localhost:8000").demo


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://alongside:canary/canary@db/alongside",
        "postgresql://alongside:canary#canary@db:5432/alongside",
        "postgresql://alongside:pw@db:canary/alongside",
        "mysql://alongside:canary@db/alongside",
        "canary",
        "canary://canary",
    ],
)
def test_an_address_of_a_database_that_can_not_be_read_is_not_repeated(url):
    with pytest.raises(ValueError, match="ALONGSIDE_DATABASE_URL") as refused:
        database(url)
    assert "canary" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


BROKEN = {
    "a missing secret": ({"ALONGSIDE_VAULT_KEY": ""}, "ALONGSIDE_VAULT_KEY is missing"),
    "a database that can't be read": ({"ALONGSIDE_DATABASE_URL": "postgresql://a:canary/x@db/x"}, "ALONGSIDE_DATABASE_URL"),
    "a mail server that can't be read": ({"ALONGSIDE_EMAIL_URL": "smtp://a:canary@mail"}, "ALONGSIDE_EMAIL_URL must look like"),
    "proxies that aren't a list": ({"ALONGSIDE_TRUSTED_PROXIES": "canary"}, "ALONGSIDE_TRUSTED_PROXIES must be JSON"),
    "neither yes nor no": ({"ALONGSIDE_DEMO": "canary"}, "ALONGSIDE_DEMO: input should be a valid boolean"),
    "a sign-in without its address": (
        {"ALONGSIDE_OIDC": '{"name": "Trust", "client_id": "x", "secret": "canary", "server_url": "http://x"}'},
        "ALONGSIDE_OIDC (server_url): must be an address that begins with https://",
    ),
}  # fmt: skip


def called(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "alongside", *words],
        env={**kept, **variables}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_the_command_says_it_in_one_sentence_and_repeats_no_secret(what):
    variables, says = BROKEN[what]
    said = called("migrate", **{**COMPLETE, **variables})

    assert said.returncode == 2, said.stderr
    assert says in said.stderr
    assert said.stderr.count("\n") == 1
    assert "canary" not in said.stderr
    assert "c0ffee" not in said.stderr


@pytest.mark.parametrize(
    "what", ["a missing secret", "a database that can't be read", "a sign-in without its address"]
)
def test_nor_does_its_traceback(what):
    said = called("--debug", "migrate", **{**COMPLETE, **BROKEN[what][0]})

    assert "Traceback" in said.stderr
    assert "canary" not in said.stderr
    assert "c0ffee" not in said.stderr


def test_the_owner_and_the_application_are_two_accounts(tmp_path):
    url = "postgresql://one:canary@127.0.0.1:1/alongside"
    complete = {**COMPLETE, "ALONGSIDE_DATA_DIR": str(tmp_path), "ALONGSIDE_DATABASE_URL": url}

    assert "ALONGSIDE_OWNER_DATABASE_URL is missing" in (said := called("migrate", **complete)).stderr
    assert said.returncode == 2
    said = called("migrate", **complete, ALONGSIDE_OWNER_DATABASE_URL=url)
    assert "name the same account" in said.stderr
    assert said.returncode == 2
    assert "canary" not in said.stderr


def test_the_demo_is_served_to_this_machine_alone(tmp_path):
    said = called("serve", "--host", "0.0.0.0", ALONGSIDE_DEMO="1", ALONGSIDE_DATA_DIR=str(tmp_path))

    assert said.returncode == 2
    assert "served to this machine alone" in said.stderr


def test_in_production_cookies_go_over_https_alone_and_nothing_of_the_demo_is_there():
    ask = """
import django
django.setup()
from django.apps import apps
from django.conf import settings as s
from django.urls import Resolver404, resolve

def there(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return False

print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print(s.SECURE_HSTS_SECONDS > 0, s.DEBUG, s.ALLOWED_HOSTS, apps.is_installed("alongside.demo"))
print([there(path) for path in ("/demo/", "/demo/sign-in", "/components/", "/health/live")])
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
    said = subprocess.run(
        [sys.executable, "-c", ask], env={**kept, **COMPLETE, "DJANGO_SETTINGS_MODULE": "alongside.config.settings"},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert said.stdout.splitlines() == [
        "True True True Lax",
        "True False ['alongside.example.org'] False",
        "[False, False, False, True]",
    ]
