"""What the database itself holds of releases on PostgreSQL, for the application: a programme reads what left, and nothing else."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from alongside.core import rowsecurity
from alongside.core.rowsecurity import references, roles
from alongside.improvement.actions import releases
from alongside.improvement.models import Measure, Point, Release
from alongside.programmes.actions import programmes
from tests.improvement.releasing import a_year, cleared, prepared, sent

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def names() -> set[str]:
    """Every release that the database shows, whoever asks."""
    return set(Release.objects.values_list("name", flat=True))


@pytest.fixture
def in_each_state(cast, define, take):
    """A release of Harbour in each state that there is."""
    measure = a_year(take, define())
    prepared(cast, measure, name="draft")
    releases.leave(release=prepared(cast, measure, name="left"), by=cast.improvement_lead)
    sent(cast, measure, name="waiting")
    releases.hold_back(release=sent(cast, measure, name="held"), why="No.", by=cast.privacy_lead)
    releases.withdraw(release=cleared(cast, measure, name="withdrawn"), why="No.", by=cast.privacy_lead)
    return cleared(cast, measure, name="cleared")


def test_a_programme_is_shown_what_left_its_projects_and_nothing_that_stayed(cast, in_each_state):
    with rowsecurity.inside(None, cast.programme.pk):
        assert names() == {"cleared", "withdrawn"}


def test_a_programme_is_shown_nothing_else_that_a_project_owns(cast, in_each_state):
    with rowsecurity.inside(None, cast.programme.pk):
        assert not Measure.objects.exists()
        assert not Point.objects.exists()


def test_another_programme_another_project_and_nobody_are_shown_nothing(cast, in_each_state):
    other = programmes.start(name="Another", slug="another", by=cast.set_up)
    for project, programme in ((None, other.pk), (cast.lantern.pk, None), (None, None)):
        with rowsecurity.inside(project, programme):
            assert names() == set()


def test_a_project_is_shown_all_of_its_own(cast, in_each_state):
    assert names() == {"draft", "left", "waiting", "held", "withdrawn", "cleared"}


def test_a_programme_writes_nothing(cast, in_each_state):
    row = Release.objects.values().get(name="cleared")
    with rowsecurity.inside(None, cast.programme.pk):
        assert Release.objects.filter(pk=in_each_state.pk).update(name="Other") == 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM improvement_release")
            assert cursor.rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Release.objects.bulk_create([Release(**{**row, "id": cast.programme.pk})])


def test_a_programme_is_forgotten_when_the_block_ends(cast, in_each_state):
    with rowsecurity.inside(None), rowsecurity.inside(None, cast.programme.pk):
        assert names()
    with rowsecurity.inside(None):
        assert names() == set()


def test_an_installation_without_the_policy_or_with_it_elsewhere_is_not_ready():
    table = Release._meta.db_table
    assert references.read_by_programme() == [table]
    assert roles.unprotected(connection, [table], [table]) == []
    assert roles.unprotected(connection, [table], []) == [table]
    measures = Measure._meta.db_table
    assert roles.unprotected(connection, [measures], [measures]) == [measures]


def test_pages_of_the_programme_show_it_through_the_application(cast, in_each_state):
    office = cast.client(cast.programme_office)
    with rowsecurity.inside(None):
        home = office.get(f"/programmes/{cast.programme.slug}/")
        page = office.get(f"/programmes/{cast.programme.slug}/releases/{in_each_state.pk}/")
    assert "Felt understood" in home.content.decode()
    assert page.status_code == 200
