"""Every test of this room has a data folder of its own: anchors and ledgers outlive a test's rows."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def empty_trail(transactional_db) -> None:
    """A trail whose first row will be row 1."""
    from tests.core import trail

    trail.empty()
