"""Settings of a project: typed, kept with who set them, and read where they matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.core.models import AuditRow
from alongside.programmes import roles, settings
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import programmes
from alongside.programmes.models import Project, ProjectSetting
from alongside.programmes.queries import readiness
from tests.cast import NOW


def _change(cast, **changes):
    return programmes.change_settings(
        **{
            "project": cast.harbour,
            "zone": "Europe/London",
            "settings": {},
            "by": cast.administrator,
            **changes,
        }
    )


def test_until_somebody_sets_it_a_setting_is_its_default(cast):
    assert settings.values(cast.harbour) == {"days_to_read": 14, "days_of_notice": 14}
    assert not ProjectSetting.objects.exists()


def test_what_is_set_is_kept_with_who_set_it_for_this_project_alone(cast):
    _change(cast, settings={"days_to_read": 3, "days_of_notice": 14})

    kept = ProjectSetting.objects.get()
    assert (kept.key, kept.value, kept.set_by) == ("days_to_read", 3, cast.administrator.account)
    assert settings.value(cast.harbour, settings.DAYS_TO_READ) == 3
    assert settings.value(cast.lantern, settings.DAYS_TO_READ) == 14


def test_each_change_is_in_the_trail_and_saving_the_same_again_is_not(cast):
    def told():
        return AuditRow.objects.filter(
            event__in=("project setting changed", "project time zone changed")
        ).count()

    _change(cast, zone="Europe/Dublin", settings={"days_to_read": 3})
    assert told() == 2
    _change(cast, zone="Europe/Dublin", settings={"days_to_read": 3})
    assert told() == 2


def test_the_days_to_read_decide_when_somebody_is_late(cast):
    live = cast.make_live(cast.ward_one)
    cast.member(roles.CLINICIAN, live, name="Noor Aziz")
    _change(cast, settings={"days_to_read": 3})

    late = []
    for days in (3, 4):
        with clock.set_to(NOW + timedelta(days=days)):
            late.append([s.item.key for s in readiness.of_service(live) if s.is_late])
    assert late == [[], ["role_profile_read"]]


def test_the_zone_decides_which_day_it_is(cast):
    _change(cast, zone="Pacific/Auckland")

    with clock.set_to(NOW.replace(hour=12)):
        zone = Project.objects.get(pk=cast.harbour.pk).zone
        assert clock.today(zone) == NOW.date() + timedelta(days=1)


@pytest.mark.parametrize("value", [0, 61, "3", 2.5, None, True])
def test_a_setting_is_a_whole_number_within_its_bounds(cast, value):
    with pytest.raises(Refused, match="whole number from 1 to 60"):
        _change(cast, settings={"days_to_read": value})


def test_a_zone_that_does_not_exist_is_refused(cast):
    with pytest.raises(Refused, match="not a time zone"):
        _change(cast, zone="Europe/Narnia")


@pytest.mark.parametrize("who", ["improvement_lead", "supervisor", "privacy_lead", "lantern_administrator"])
def test_settings_are_for_the_projects_own_administrator(cast, who):
    with pytest.raises(NotAllowed):
        _change(cast, by=getattr(cast, who))
