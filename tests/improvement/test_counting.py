"""Measures that feed themselves: counted from facts by period, anew where facts changed, and reproducible as they stood."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from alongside.core import clock, clocks, jobs, registries
from alongside.core.actions import Refused
from alongside.core.models import AuditRow, Job
from alongside.improvement.actions import feeding, figures, measures
from alongside.improvement.counted import available
from alongside.improvement.models import Feed, Import, Point
from alongside.improvement.queries import feeding as asked
from alongside.improvement.queries import series
from alongside.programmes import roles
from alongside.programmes.access import NotAllowed
from alongside.programmes.actions import readiness

from .conftest import shares

ON_TIME = "readiness-on-time"


def on(year: int, month: int, day: int):
    """It is ten o'clock on that day."""
    return clock.set_to(datetime(year, month, day, 10, tzinfo=UTC))


def due(cast, service, key, day: date):
    """Plan an item of a checklist for a day."""
    return readiness.plan(
        item=cast.item(service, key),
        owner=cast.membership(cast.supervisor),
        due_on=day,
        by=cast.supervisor,
    )


def met(cast, service, key, day: date):
    """Record an item as met on a day."""
    return readiness.meet(item=cast.item(service, key), note="Gone through.", met_on=day, by=cast.supervisor)


def points(feed: Feed) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    """What stands, by series and month."""
    return {(one.part, one.label): (one.y, one.n) for one in series.figures_of(feed.measure)}


@pytest.fixture
def autumn(cast):
    """Four items due in October, three of them met by their date; two in November, one met."""
    for key, day, done in (
        ("asks_of_peers", date(2026, 10, 5), date(2026, 10, 1)),
        ("notes", date(2026, 10, 9), date(2026, 10, 9)),
        ("briefing", date(2026, 10, 20), date(2026, 10, 19)),
        ("lone_working", date(2026, 10, 31), None),
    ):
        due(cast, cast.ward_one, key, day)
        if done:
            met(cast, cast.ward_one, key, done)
    due(cast, cast.ward_two, "notes", date(2026, 11, 2))
    met(cast, cast.ward_two, "notes", date(2026, 11, 2))
    due(cast, cast.ward_two, "briefing", date(2026, 11, 20))
    return cast


@pytest.fixture
def switch_on(cast):
    """Switch a definition on in Harbour."""

    def switched(called: str = ON_TIME, **said) -> Feed:
        told = {"project": cast.harbour, "by": cast.improvement_lead, **said}
        return feeding.switch_on(definition=available()[called], **told)

    return switched


def test_every_shipped_definition_can_be_switched_on(cast, switch_on):
    for called in available():
        assert switch_on(called).definition == called


def test_a_share_is_counted_by_month_and_the_month_that_runs_is_not(autumn, switch_on):
    feed = switch_on()

    assert points(feed) == {("", "2026-10-01"): (3, 4)}
    assert feed.counted_through == "2026-10-01"
    assert feed.measure.definition.startswith("Items of services' checklists whose date fell in the month")


def test_each_service_may_have_a_series_of_its_own(autumn, switch_on):
    with on(2026, 12, 1):
        feed = switch_on(by_service=True)

        assert points(feed) == {
            ("Ward One", "2026-10-01"): (3, 4),
            ("Ward One", "2026-11-01"): (None, 0),
            ("Ward Two", "2026-11-01"): (1, 2),
        }


def test_one_service_alone_may_be_counted(autumn, switch_on):
    with on(2026, 12, 1):
        assert points(switch_on(service=autumn.ward_two)) == {("", "2026-11-01"): (1, 2)}


def test_a_new_month_is_counted_when_it_is_over(autumn, switch_on):
    feed = switch_on()
    with on(2026, 12, 1):
        feeding.refresh(feed=feed, by=autumn.improvement_lead)

        assert points(feed) == {("", "2026-10-01"): (3, 4), ("", "2026-11-01"): (1, 2)}


def test_counting_again_changes_nothing(autumn, switch_on):
    feed = switch_on()
    before = list(Point.objects.order_by("pk").values_list("pk", "standing"))

    assert feeding.refresh(feed=feed, by=autumn.improvement_lead) is None
    assert feeding.refresh(feed=feed, whole=True, by=autumn.improvement_lead) is None
    assert list(Point.objects.order_by("pk").values_list("pk", "standing")) == before


def test_what_comes_late_stands_in_the_place_of_what_stood_and_both_can_be_seen(autumn, switch_on):
    feed = switch_on()
    published = clock.now()
    with on(2026, 11, 30):
        met(autumn, autumn.ward_one, "lone_working", date(2026, 10, 30))
        brought = feeding.refresh(feed=feed, by=autumn.improvement_lead)

        assert (brought.origin, brought.by, brought.points) == (Import.Origin.COUNTED, None, 1)
        assert points(feed) == {("", "2026-10-01"): (4, 4)}
        (then,) = series.as_of(feed.measure, published)
        assert (list(then.labels), list(then.y), list(then.n)) == (["2026-10-01"], [3], [4])
        (changed,) = asked.replaced(feed.measure)
        assert (changed.was, changed.now, changed.since) == ((3, 4), (4, 4), clock.now())


def test_a_row_that_goes_takes_the_figure_with_it(autumn, switch_on):
    with on(2026, 12, 1):
        feed = switch_on(service=autumn.ward_two)
        due(autumn, autumn.ward_two, "notes", date(2026, 12, 24))
        due(autumn, autumn.ward_two, "briefing", date(2026, 12, 24))
        feeding.refresh(feed=feed, by=autumn.improvement_lead)

        assert points(feed) == {("", "2026-11-01"): (None, 0)}


def test_a_quarter_that_may_still_change_waits_until_it_cannot(cast, switch_on):
    """Whoever joins on the last day of December has until the 14th of January to read the profile."""
    cast.published_profile()
    for name in ("Cai Morgan", "Dee Ellis"):
        cast.member(roles.CLINICIAN, cast.ward_one, name=name)
    feed = switch_on("profile-read-in-14-days")
    with on(2027, 1, 14):
        assert feeding.refresh(feed=feed, by=cast.improvement_lead) is None
    with on(2027, 1, 15):
        feeding.refresh(feed=feed, by=cast.improvement_lead)
        # Five clinicians joined on the day it was published, one of whom has left since. Nobody has read it.
        assert points(feed) == {("", "2026-10-01"): (0, 5)}


def test_a_share_of_fewer_than_five_members_is_no_figure(cast, switch_on):
    """It would say what one of them did or left undone."""
    cast.published_profile()
    feed = switch_on("profile-read-in-14-days")
    with on(2027, 1, 15):
        feeding.refresh(feed=feed, by=cast.improvement_lead)
        assert points(feed) == {("", "2026-10-01"): (None, 3)}


def test_plain_counts_begin_with_the_first_whole_month_and_none_is_a_figure(cast, switch_on):
    feed = switch_on("peer-workers-joining")
    with on(2027, 1, 1):
        feeding.refresh(feed=feed, by=cast.improvement_lead)
        # November has the cast's own three, so the series begins there; in December nobody joined.
        assert points(feed) == {("", "2026-11-01"): (3, None), ("", "2026-12-01"): (0, None)}


def test_means_add_a_column_up(cast, switch_on):
    with on(2026, 12, 18):
        cast.make_live(cast.ward_one)
    with on(2027, 1, 2):
        feed = switch_on("days-preparing")
        (part,) = series.parts(feed.measure)
        assert (list(part.labels), list(part.y), list(part.n)) == (["2026-10-01"], [25], [1])
        assert points(switch_on("live-with-nothing-left-out")) == {("", "2026-10-01"): (1, 1)}


def test_a_service_that_is_renamed_goes_on_under_the_name_its_series_began_with(autumn, switch_on):
    from alongside.programmes.actions import services

    feed = switch_on(by_service=True)
    services.change(
        service=autumn.ward_one, name="Larch", host=autumn.northmere, employer=autumn.open_door, about="", by=autumn.administrator
    )  # fmt: skip
    feeding.refresh(feed=feed, by=autumn.improvement_lead)
    assert set(points(feed)) == {("Ward One", "2026-10-01")}


def test_figures_brought_in_are_facts_and_counted_ones_are_not(cast, measure, take, switch_on):
    take(measure, shares([(8, 10)], labels=["2026-09-01"]))
    switch_on()
    feed = switch_on("figures-on-time")
    assert points(feed) == {("", "2026-09-01"): (0, 1)}  # it came on the 23rd of November, 83 days on


def test_figures_of_a_measure_that_feeds_itself_are_never_brought_in(autumn, switch_on, take):
    feed = switch_on()
    for mixing in (
        lambda: take(feed.measure, shares([(1, 2)])),
        lambda: figures.stage(
            project=autumn.harbour, measure=feed.measure, content=b"a,b", rows=1, by=autumn.improvement_lead
        ),
        lambda: figures.undo(
            brought=Import.objects.get(measure=feed.measure), why="Wrong.", by=autumn.improvement_lead
        ),
    ):
        with pytest.raises(Refused, match="counted"):
            mixing()
    assert points(feed) == {("", "2026-10-01"): (3, 4)}


def test_what_it_counts_is_not_changed_by_hand(autumn, switch_on):
    measure = switch_on().measure
    said = {
        name: getattr(measure, name)
        for name in ("name", "kind", "better", "chart", "source", "unit", "target")
    }
    with pytest.raises(Refused, match="by a definition"):
        measures.change(measure=measure, definition="Something else.", **said, by=autumn.improvement_lead)
    changed = measures.change(
        measure=measure, definition=measure.definition, **{**said, "target": 0.8}, by=autumn.improvement_lead
    )
    assert changed.target == 0.8


def test_switching_on_twice_is_refused_until_the_first_is_withdrawn(autumn, switch_on):
    feed = switch_on()
    with pytest.raises(Refused, match="on already"):
        switch_on()
    measures.withdraw(measure=feed.measure, why="Not needed.", by=autumn.improvement_lead)
    assert switch_on().pk != feed.pk


def test_a_withdrawn_measure_is_not_counted_any_more(autumn, switch_on):
    feed = switch_on()
    measures.withdraw(measure=feed.measure, why="Not needed.", by=autumn.improvement_lead)
    with on(2026, 12, 1):
        assert feeding.refresh(feed=feed, by=autumn.improvement_lead) is None
        with pytest.raises(Refused, match="withdrawn"):
            feeding.ask_for_count(feed=feed, by=autumn.improvement_lead)


def test_only_what_has_services_can_be_counted_by_them(cast, switch_on):
    for said in ({"service": cast.ward_one}, {"by_service": True}):
        with pytest.raises(Refused, match="whole project"):
            switch_on("members-leaving", **said)


@pytest.mark.parametrize("who", ["supervisor", "peer_worker", "project_evaluator", "administrator"])
def test_who_may_not_change_measures_switches_nothing_on(cast, switch_on, who):
    with pytest.raises(NotAllowed):
        switch_on(by=getattr(cast, who))


def test_feeds_are_seen_by_those_who_see_their_measure(autumn, switch_on):
    whole, one = switch_on(), switch_on(service=autumn.ward_one)

    def seen(viewer):
        return set(Feed.objects.visible_to(viewer))

    assert seen(autumn.improvement_lead) == {whole, one}
    assert seen(autumn.other_ward_clinician) == {whole}
    assert seen(autumn.lantern_improvement_lead) == set()
    assert seen(autumn.stranger) == set()


def test_the_definition_is_kept_word_for_word(autumn, switch_on):
    feed = switch_on()
    assert (feed.definition, feed.definition_version) == (ON_TIME, "1")
    assert asked.definition_of(feed) == available()[ON_TIME]


def test_counted_by_nobody_and_brought_in_by_somebody(autumn, switch_on, charted):
    counted, brought = Import.objects.get(measure=switch_on().measure), Import.objects.get(measure=charted)
    for one, wrong in (
        (counted, {"by": autumn.membership(autumn.improvement_lead)}),
        (brought, {"by": None}),
        (brought, {"origin": Import.Origin.COUNTED}),
    ):
        with pytest.raises(IntegrityError, match="import_is_brought"), transaction.atomic():
            Import.objects.filter(pk=one.pk).update(**wrong)


def test_a_feed_keeps_its_definition(autumn, switch_on):
    feed = switch_on()
    with pytest.raises(IntegrityError, match="feed_keeps"), transaction.atomic():
        Feed.objects.filter(pk=feed.pk).update(definition="")


def test_the_clock_puts_each_in_the_queue_once_a_day_and_the_job_counts_once(autumn, switch_on):
    feed = switch_on()
    with on(2026, 12, 1):
        for _hour in range(3):
            assert (
                next(each for each in clocks.declared() if each.name.startswith("count measures")).do() == 1
            )
        assert Job.objects.filter(name=feeding.COUNT).count() == 1
        jobs.run_due()
        assert Job.objects.get(name=feeding.COUNT).state == Job.State.DONE
        assert points(feed)[("", "2026-11-01")] == (1, 2)
        # A worker that was killed before it could say so: another takes the job up, and finds nothing new.
        Job.objects.update(state="waiting", ended_at=None)
        jobs.run_due()
        assert Import.objects.filter(measure=feed.measure).count() == 2


def test_the_button_asks_once_and_says_when_it_was_done(autumn, switch_on):
    feed = switch_on()
    with on(2026, 12, 1):
        feed = feeding.ask_for_count(feed=feed, by=autumn.improvement_lead)
        feed = feeding.ask_for_count(feed=feed, by=autumn.improvement_lead)
        assert feed.is_waiting
        assert Job.objects.filter(name=feeding.COUNT_WHOLE).count() == 1
    with on(2026, 12, 2):
        jobs.run_due()
        feed.refresh_from_db()
        assert not feed.is_waiting
        assert points(feed)[("", "2026-11-01")] == (1, 2)


def test_the_trail_has_the_counting_without_a_number(autumn, switch_on):
    switch_on()
    events = list(
        AuditRow.objects.filter(event__startswith="measure ").order_by("pk").values_list("event", flat=True)
    )
    assert events == ["measure defined", "measure switched on", "measure counted"]


def test_no_fact_offers_a_name_an_account_or_words_that_somebody_typed(cast):
    """What a definition can filter on or group by is a day, a service, yes or no, a choice or a number."""
    from django.db.models import CharField, ForeignKey, TextField

    for fact in registries.facts:
        rows = fact.rows(cast.harbour)
        for name in (*fact.columns, fact.day):
            annotation = rows.query.annotations.get(name)
            found = annotation.output_field if annotation is not None else rows.model._meta.get_field(name)
            assert not isinstance(found, ForeignKey | TextField), (fact.key, name)
            if isinstance(found, CharField):
                assert fact.columns[name].choices, (fact.key, name)
        asked_for = [*fact.columns, fact.day, *([fact.service] if fact.service else [])]
        list(rows.values(*asked_for))  # every column is there


def test_completeness_and_lag_say_what_is_there_and_when_it_came(autumn, switch_on):
    feed = switch_on()
    found = asked.completeness(feed)
    assert (found.periods, found.with_figure, found.last, found.rows, found.chosen) == (
        1,
        1,
        "2026-10-01",
        4,
        3,
    )
    assert (found.unfinished, found.unfinished_from, found.unfinished_waits) == (
        date(2026, 11, 1), date(2026, 12, 1), 0,
    )  # fmt: skip
    assert found.last_counted_at == clock.now()
    assert (found.last_counted_at.date() - found.last_ended) == timedelta(days=22)
