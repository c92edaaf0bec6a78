"""Pages that exist for the tests of the ui room alone."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from django.conf import settings

from alongside.programmes.models import Account


@pytest.fixture
def asking_pages(settings):
    """The question pages of tests/ui/asking_pages.py, served."""
    from tests.ui import asking_pages

    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.ui.asking_pages"
    asking_pages.NOTES.clear()
    return asking_pages


@pytest.fixture
def amina(db) -> Account:
    return Account.objects.create_user("amina", name="Amina")


@pytest.fixture
def ben(db) -> Account:
    return Account.objects.create_user("ben", name="Ben")


@pytest.fixture
def signed_in(client, amina, asking_pages):
    """A browser in which Amina is signed in."""
    client.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
