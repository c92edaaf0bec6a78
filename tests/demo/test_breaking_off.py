"""A month is there whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from alongside.core import rowsecurity
from alongside.core.audit.verifying import verify
from alongside.demo import building, diary
from alongside.demo.stage import Stage
from alongside.programmes.models import Project, ReadinessItem, RoleProfileVersion


@pytest.mark.django_db(transaction=True)
def test_breaking_off_in_a_month_keeps_the_months_before_and_nothing_of_that_one(
    monkeypatch, settings, tmp_path
):
    settings.DATA_DIR, settings.PASSWORD_HASHERS = tmp_path, ["alongside.demo.hashing.QuickArgon2"]

    def breaks_off(stage: Stage) -> None:
        raise RuntimeError("the power failed")

    monkeypatch.setitem(diary._diary, 2, [*diary.of_month(2), breaks_off])

    with pytest.raises(RuntimeError, match="the power failed"):
        building.build(today=date(2026, 11, 23))

    harbour = Project.objects.get(slug="harbour")
    with rowsecurity.opened(harbour.pk):
        assert RoleProfileVersion.objects.filter(state="published").exists()  # of the second month
        assert not ReadinessItem.objects.exclude(met_on=None).exists()  # of the third
    assert verify().whole
