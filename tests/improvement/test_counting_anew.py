"""Counting only what is new or has changed gives what counting everything gives, in whatever order the facts arrive."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import CharField, DateField, F
from django.db.models.functions import Cast, Substr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.core import clock, registries
from alongside.core.facts import Column, Fact, Kind
from alongside.improvement.actions import feeding
from alongside.improvement.counted import MeasureDefinition
from alongside.improvement.models import Annotation
from alongside.improvement.queries import counting, series
from alongside.improvement.queries import feeding as asked

FIRST = date(2026, 1, 1)
RUN = itertools.count()


def _rows(project):
    """Notes on charts stand in for a table of contacts: the label is the day, the words whether they met and where."""
    return Annotation.objects.filter(project=project, words__startswith="met:").annotate(
        day=Cast("label", DateField()), met=Substr("words", 5, 1, output_field=CharField()), minutes=F("version"),
        of=F("measure__service"),
    )  # fmt: skip


def _changed(project, since):
    return _rows(project).filter(created_at__gte=since).values_list("day", flat=True).distinct()


CONTACTS = Fact(
    key="contact-in-a-test",
    one_row="One contact",
    dated_by="the day it was",
    rows=_rows,
    service="of",
    columns={
        "met": Column("met", Kind.CHOICE, {"y": "yes", "n": "no"}),
        "minutes": Column("minutes", Kind.NUMBER),
    },
    changed_since=_changed,
)


def defined(called: str, **said) -> MeasureDefinition:
    """A definition over the contacts."""
    whole = {"fact": CONTACTS.key, "words": "contacts in the month"}
    told = {
        "id": called, "version": "1", "title": called, "author": "A test", "source": "A test", "licence": "None",
        "review_date": "2027-01-01", "operational_definition": "Contacts at which somebody met, out of all contacts.",
        "kind": "process", "better": "up", "chart": "p", "step": "month", "by_service": True,
        "numerator": {**whole, "where": [{"column": "met", "is": "y"}]}, "denominator": whole, **said,
    }  # fmt: skip
    return MeasureDefinition.model_validate(told)


@pytest.fixture
def contacts(cast, define):
    """The fact, and a measure on each ward that contacts hang on."""
    registries.facts._entries.pop(CONTACTS.key, None)
    registries.facts.enter(CONTACTS.key, CONTACTS)
    yield [define(name="One", service=cast.ward_one), define(name="Two", service=cast.ward_two)]
    registries.facts._entries.pop(CONTACTS.key, None)


ARRIVAL = st.tuples(st.integers(0, 150), st.integers(0, 1), st.booleans())
KINDS = {
    "share": {},
    "count": {"chart": "run", "unit": "contacts", "denominator": None},
    "mean": {
        "chart": "xmr",
        "unit": "minutes",
        "numerator": {"fact": CONTACTS.key, "words": "minutes", "add": "minutes"},
    },
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by_service", [False, True])
@given(batches=st.lists(st.lists(ARRIVAL, max_size=6), min_size=1, max_size=5))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_arrivals_gives_what_a_whole_count_gives(cast, contacts, kind, by_service, batches):
    Annotation.objects.all().delete()
    called = f"test-{kind}-{next(RUN)}"
    definition = defined(called, **KINDS[kind])
    with clock.set_to(datetime(2026, 1, 2, 9, tzinfo=UTC)):
        feed = feeding.switch_on(
            project=cast.harbour, definition=definition, by_service=by_service, by=cast.improvement_lead
        )
    for place, batch in enumerate(batches):
        with clock.set_to(datetime(2026, 2, 3, 9, tzinfo=UTC) + timedelta(days=37 * place)):
            for day, ward, met in batch:
                Annotation.objects.create(
                    project=cast.harbour, measure=contacts[ward], label=(FIRST + timedelta(days=day)).isoformat(),
                    words=f"met:{'y' if met else 'n'}", by=cast.membership(cast.improvement_lead),
                )  # fmt: skip
            feeding.refresh(feed=feed, by=cast.improvement_lead)
            stands = {(one.part, one.label): (one.y, one.n) for one in series.figures_of(feed.measure)}
            feed.refresh_from_db()
            about = asked.about(feed)
            last = counting.last_finished(about, clock.today())
            names = feeding._names(feed, about)
            whole = counting.figures(about, counting.tallies(about, None, last), last, names=names)
            assert stands == {(one.part, one.label): (one.y, one.n) for one in whole}


def test_only_the_months_that_are_new_or_changed_are_counted(cast, contacts, monkeypatch):
    with clock.set_to(datetime(2026, 6, 2, 9, tzinfo=UTC)):
        feed = feeding.switch_on(
            project=cast.harbour, definition=defined("test-only"), by=cast.improvement_lead
        )
    counted = []
    as_ever = counting.tallies

    def seen(about, periods, last):
        counted.append(periods)
        return as_ever(about, periods, last)

    monkeypatch.setattr(counting, "tallies", seen)
    with clock.set_to(datetime(2026, 7, 2, 9, tzinfo=UTC)):
        Annotation.objects.create(
            project=cast.harbour, measure=contacts[0], label="2026-03-04", words="met:y", by=cast.membership(cast.improvement_lead)
        )  # fmt: skip
        feeding.refresh(feed=feed, by=cast.improvement_lead)
    assert counted == [{date(2026, 3, 1), date(2026, 6, 1)}]
