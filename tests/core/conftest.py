"""Every test of this room has a data folder of its own: anchors and ledgers outlive a test's rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def empty_trail(transactional_db) -> None:
    """A trail whose first row will be row 1."""
    from tests.core import trail

    trail.empty()


@pytest.fixture
def owner(db):
    """A record of a project, which documents belong to, and the project open."""
    from alongside.core import rowsecurity
    from alongside.programmes.models import Service
    from tests.core.vaults import a_project

    project = a_project("harbour")
    with transaction.atomic(), rowsecurity.inside(project.pk):
        yield Service(project=project, name="Ward One")


@pytest.fixture
def item(owner):
    """A document in the vault."""
    from alongside.core import vault
    from tests.core.vaults import BY, TEXT

    return vault.put(by=BY, owner=owner, content=TEXT)
