"""What the demo lets anybody do, nobody can do in a real installation."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from alongside.programmes.models import Account


def test_nobody_can_be_had_in_a_database_that_is_not_the_demos(db, demo, client):
    """Somebody real may be called Pat."""
    Account.objects.create_user("pat", name="Pat Real")

    assert client.post("/demo/sign-in", {"username": "pat"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.once
def test_a_production_installation_has_neither_the_addresses_nor_the_room(tmp_path):
    asked = (
        "import django; django.setup()\n"
        "from django.apps import apps\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "print(apps.is_installed('alongside.demo'))\n"
        "try: print(reverse('demo_personas'))\n"
        "except NoReverseMatch: print('no such address')\n"
    )
    key = "real:" + "5e" * 32
    environment = {
        **{name: text for name, text in os.environ.items() if not name.startswith("ALONGSIDE_")},
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        "ALONGSIDE_DATA_DIR": str(tmp_path),
        "ALONGSIDE_BASE_URL": "https://alongside.example.org",
        "ALONGSIDE_SECRET_KEY": "a real secret of a real installation, long enough",
        "ALONGSIDE_VAULT_KEY": key,
        "ALONGSIDE_AUDIT_KEY": key,
    }

    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert said.stdout.split("\n")[:2] == ["False", "no such address"]
