"""The demo can be built on any day: what happens in it is told in months before today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from alongside.core import clock
from alongside.demo import building
from tests.reading import read


@pytest.mark.once
@pytest.mark.parametrize("today", [date(2028, 3, 1), date(2027, 12, 31)], ids=str)
def test_it_is_built_and_read_on(today, db, demo, settings, tmp_path):
    settings.DATA_DIR, settings.PASSWORD_HASHERS = tmp_path, ["alongside.demo.hashing.QuickArgon2"]
    with clock.set_to(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
        building.build(today=today)
        browser = Client()
        home = read(browser.post("/demo/sign-in", {"username": "imran"}, follow=True))
        measures = read(browser.get("/projects/harbour/measures/"))

    assert "Benefits advice can be reached (Riverside Community Team)" in home.text
    last_month = {date(2028, 3, 1): "February 2028", date(2027, 12, 31): "November 2027"}[today]
    assert f"{last_month} · n = 37" in measures.text
