"""The demo is built through actions, a month at a time, quickly, and with bad news in it."""

from __future__ import annotations

import pytest

from alongside.core import rowsecurity
from alongside.core.audit.verifying import verify
from alongside.core.models import AuditRow
from alongside.demo import building
from alongside.demo.people import COLLEAGUES, PERSONAS
from alongside.improvement.models import Measure
from alongside.improvement.queries import charts, series
from alongside.programmes import viewers
from alongside.programmes.models import (
    Account,
    Membership,
    Project,
    ReadinessItem,
    RoleProfileVersion,
    Service,
)
from alongside.programmes.roles import ROLES
from tests.demo.conftest import TODAY


@pytest.fixture
def harbour(example):
    """The Harbour project, opened."""
    found = Project.objects.get(slug="harbour")
    with rowsecurity.inside(found.pk):
        yield found


@pytest.fixture
def lantern(example):
    """The Lantern project, opened."""
    found = Project.objects.get(slug="lantern")
    with rowsecurity.inside(found.pk):
        yield found


def test_it_is_built_in_under_a_minute(example):
    assert example.seconds < 60


def test_each_month_is_one_transaction(example):
    assert example.months[0] == "May 2025"
    assert example.months[-1] == "November 2026"
    assert len(example.months) == building.MONTHS + 1
    assert all(example.in_transaction)


def test_the_trail_of_all_that_was_done_is_whole_and_sealed(example):
    report = verify()

    assert report.whole
    assert report.unsealed == 0
    assert report.rows == AuditRow.objects.count() > 300


def test_it_says_that_it_is_built(example):
    assert building.is_built()


def test_every_role_is_somebodys(example):
    assert {one.role for one in PERSONAS if one.role} == ROLES.keys()
    assert Account.objects.count() == len(PERSONAS + COLLEAGUES)


def test_services_stand_at_every_point_of_their_way(harbour):
    assert dict(Service.objects.filter(project=harbour).values_list("name", "state")) == {
        "Larch Ward": "live",
        "Riverside Community Team": "live",
        "Elm Rehabilitation Unit": "paused",
        "Quayside Crisis House": "preparing",
        "Maple Day Hospital": "preparing",
    }


def test_something_is_late(harbour):
    late = ReadinessItem.objects.filter(service__name="Quayside Crisis House", due_on__lt=TODAY, met_on=None)

    assert "lone_working" in late.values_list("key", flat=True)
    assert late.count() >= 3


def test_an_override_has_outlived_its_review(harbour):
    overridden = ReadinessItem.objects.get(service__name="Riverside Community Team", key="benefits_advice")

    assert overridden.override_review_on < TODAY
    assert overridden.met_on is None


def test_not_everybody_has_read_the_new_role_profile(harbour):
    newest = RoleProfileVersion.objects.get(profile__name="Peer support worker", number=2)

    assert newest.acknowledgements.count() == 6


def test_somebody_has_left(harbour):
    assert Membership.objects.get(account__username="len").ended_at is not None


def _variation(project: Project, lead: str, name: str) -> str | None:
    viewer = viewers.staff(Account.objects.get(username=lead), project=project)
    measure = Measure.objects.visible_to(viewer).get(name=name)
    [document] = charts.documents(measure, series.parts(measure))
    return document["variation"]


@pytest.mark.parametrize(
    ("name", "variation"),
    [
        ("Asked and informed before referral", "improvement_high"),
        ("Days from being asked to the first meeting", "improvement_low"),
        ("Back on a ward within 28 days", "common"),
    ],
)
def test_the_figures_of_harbour_bring_good_news_and_none(harbour, name, variation):
    assert _variation(harbour, "imran", name) == variation


@pytest.mark.parametrize(
    ("name", "variation"),
    [("First night not known", "concern_high"), ("Navigators' days off sick", "concern_high")],
)
def test_the_figures_of_lantern_bring_bad_news(lantern, name, variation):
    assert _variation(lantern, "ivy", name) == variation
