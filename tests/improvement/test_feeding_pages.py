"""Pages of measures that feed themselves: looked at before, switched on, counted again, and as they stood."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import uuid4

import pytest

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.improvement.actions import feeding as actions
from alongside.improvement.actions import measures
from alongside.improvement.counted import available
from alongside.improvement.models import Feed, Import, Measure
from alongside.programmes import roles
from alongside.programmes.actions import readiness
from tests.asked import fill_in

AT = "/projects/harbour/measures"
ON_TIME = f"{AT}/definitions/readiness-on-time/"


@pytest.fixture
def october(cast):
    """Two items due in October on Ward One, one met in time."""
    for key, met_on in (("notes", date(2026, 10, 3)), ("briefing", None)):
        item = readiness.plan(
            item=cast.item(cast.ward_one, key),
            owner=cast.membership(cast.supervisor),
            due_on=date(2026, 10, 4),
            by=cast.supervisor,
        )
        if met_on:
            readiness.meet(item=item, note="Done.", met_on=met_on, by=cast.supervisor)
    return cast


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def switch_on(lead, about="whole", at=ON_TIME):
    return lead.post(f"{at}switch-on/", {"_key": uuid4(), "about": about}, follow=True)


def test_the_list_says_what_each_counts(lead):
    said = text(lead.get(f"{AT}/feeding/"))
    for definition in available().values():
        assert definition.title in said


def test_what_it_would_count_is_seen_before_it_is_switched_on(october, lead):
    said = text(lead.get(ON_TIME))
    assert "2 rows were counted" in said
    assert "1 of 2" in said
    assert "only: met on or before its date" in said
    assert not Measure.objects.exists()


def test_who_only_sees_measures_can_look_and_not_switch(october, cast):
    clinician = cast.client(cast.clinician)
    assert "Switch it on" not in text(clinician.get(ON_TIME))
    assert switch_on(clinician).status_code == 403


def test_it_is_switched_on_with_one_button_and_then_says_so(october, lead):
    said = text(switch_on(lead))
    assert "It feeds itself" in said
    assert "Figures for 1 of 1 month, up to October 2026" in said
    assert "2 rows of the facts in the whole, and 1 of them counted" in said
    assert "October 2026 was first counted on 23 November 2026, 22 days after it ended" in said
    assert "November 2026 has not ended. It is counted on 1 December 2026" in said
    assert "Switch it on" not in text(lead.get(ON_TIME))
    assert "Bring in figures" not in said


def test_pressed_twice_it_is_switched_on_once(october, lead):
    key = uuid4()
    for _press in range(2):
        lead.post(f"{ON_TIME}switch-on/", {"_key": key, "about": "whole"})
    assert Feed.objects.count() == 1


@pytest.mark.parametrize("about", ["", "nobody", "0b2c5a0e-0000-4000-8000-000000000000"])
def test_of_nobody_in_particular_nothing_is_switched_on(october, lead, about):
    answer = switch_on(lead, about)
    assert "Choose of whom" in text(answer)
    assert not Feed.objects.exists()


def test_of_one_service_or_of_each(october, cast, lead):
    switch_on(lead, str(cast.ward_one.pk))
    switch_on(lead, "each")
    assert set(Measure.objects.values_list("name", flat=True)) == {
        "Readiness items met by their date, Ward One",
        "Readiness items met by their date, by service",
    }


def test_a_service_out_of_reach_is_not_there(cast):
    """A clinician of Ward One can't look at what would be counted of Ward Two."""
    clinician = cast.client(cast.clinician)
    assert clinician.get(f"{ON_TIME}?about={cast.ward_one.pk}").status_code == 200
    assert clinician.get(f"{ON_TIME}?about={cast.ward_two.pk}").status_code == 404


def test_a_series_for_each_service_is_there_for_who_reaches_them_all(october, cast, lead):
    """On such a page a clinician of Ward Two would read how Ward One does."""
    assert "A series for each service" in text(lead.get(ON_TIME))
    assert lead.get(f"{ON_TIME}?about=each").status_code == 200
    clinician = cast.client(cast.other_ward_clinician)
    assert "A series for each service" not in text(clinician.get(ON_TIME))
    assert clinician.get(f"{ON_TIME}?about=each").status_code == 404


def test_a_series_for_each_service_is_not_switched_on_by_who_reaches_some(october, cast):
    narrow = cast.member(roles.IMPROVEMENT_LEAD, cast.ward_two, name="Wilma Brook")
    with pytest.raises(Refused, match="outside your share"):
        actions.switch_on(
            project=cast.harbour, definition=available()["readiness-on-time"], by_service=True, by=narrow
        )
    switch_on(cast.client(narrow), "each")
    assert not Measure.objects.exists()


def test_figures_are_not_brought_in_beside_what_is_counted(october, lead):
    switch_on(lead)
    measure = Measure.objects.get()
    answer = lead.get(f"{AT}/{measure.pk}/figures/")
    assert answer.status_code == 409
    assert "None are brought in beside them" in text(answer)


def test_counting_again_is_asked_for_once_and_the_page_says_where_it_stands(october, lead):
    switch_on(lead)
    feed = Feed.objects.get()
    with clock.set_to(datetime(2026, 11, 23, 9, 5, tzinfo=UTC)):
        said = text(lead.post(f"{AT}/feeds/{feed.pk}/count/", {"_key": uuid4()}, follow=True))
    assert "It was put in the queue at 9:05 am" in said
    assert "Count again now" not in said
    with clock.set_to(datetime(2026, 11, 23, 9, 30, tzinfo=UTC)):
        assert "Tell whoever runs Alongside" in text(lead.get(f"{AT}/{feed.measure_id}/"))


def test_what_changed_is_shown_beside_what_stood(october, cast, lead):
    switch_on(lead)
    feed = Feed.objects.get()
    with clock.set_to(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        readiness.meet(
            item=cast.item(cast.ward_one, "briefing"),
            note="Done.",
            met_on=date(2026, 10, 4),
            by=cast.supervisor,
        )
        actions.refresh(feed=feed, by=cast.improvement_lead)
        lead = cast.client(cast.improvement_lead)
        said = text(lead.get(f"{AT}/{feed.measure_id}/"))
        assert "1 of 2, on 23 Nov 2026" in said
        assert "2 of 2, since 24 Nov 2026" in said
        stood = text(lead.get(f"{AT}/{feed.measure_id}/stood/?on=2026-11-23"))
        assert "different" in stood
        assert "1 of 2" in stood
        assert "2 of 2" in stood
        assert lead.get(f"{AT}/{feed.measure_id}/stood/?on=yesterday").status_code == 404


def test_a_measure_that_feeds_itself_is_asked_nothing_that_its_definition_says(october, lead):
    switch_on(lead)
    measure = Measure.objects.get()
    page = lead.get(f"{AT}/{measure.pk}/change/")
    assert 'name="definition"' not in page.content.decode()
    answer = fill_in(lead, page.request["PATH_INFO"], page=page, name="Ready in time", target="90%")
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert (measure.name, measure.target) == ("Ready in time", 0.9)
    assert measure.definition.startswith("Items of services")


def test_what_was_counted_can_not_be_undone(october, lead):
    switch_on(lead)
    assert "Undo" not in text(lead.get(f"{AT}/{Measure.objects.get().pk}/"))


def test_a_measure_that_stands_still_is_late_and_a_quiet_one_is_not(october, cast, lead):
    switch_on(lead)
    with clock.set_to(datetime(2026, 11, 27, 9, tzinfo=UTC)):
        lead = cast.client(cast.improvement_lead)
        said = text(lead.get("/projects/harbour/"))
        assert "It should count itself daily, and hasn't" in said
        assert "No new figure" not in said
        actions.refresh(feed=Feed.objects.get(), by=cast.improvement_lead)
        assert "count itself daily" not in text(lead.get("/projects/harbour/"))


def test_many_measures_ask_no_more_of_the_database(october, cast, lead, django_assert_max_num_queries):
    switch_on(lead)
    lead.get(f"{AT}/feeding/")
    with django_assert_max_num_queries(40) as few:
        lead.get(f"{AT}/feeding/")
    for called in available():
        if called != "readiness-on-time":
            actions.switch_on(project=cast.harbour, definition=available()[called], by=cast.improvement_lead)
    with django_assert_max_num_queries(len(few.captured_queries)):
        lead.get(f"{AT}/feeding/")


def test_the_page_of_a_measure_asks_the_same_however_many_changes_there_were(
    october, cast, lead, django_assert_max_num_queries
):
    switch_on(lead)
    feed = Feed.objects.get()
    at = f"{AT}/{feed.measure_id}/"
    lead.get(at)
    item = cast.item(cast.ward_one, "briefing")
    with django_assert_max_num_queries(60) as few:
        lead.get(at)
    for hour in range(10, 16):
        with clock.set_to(datetime(2026, 11, 24, hour, tzinfo=UTC)):
            item = (
                readiness.meet(item=item, note="Done.", met_on=date(2026, 10, 1), by=cast.supervisor)
                if hour % 2 == 0
                else readiness.undo(item=item, note="Not so.", by=cast.supervisor)
            )
            actions.refresh(feed=feed, by=cast.improvement_lead)
    assert Import.objects.filter(measure=feed.measure).count() == 7
    with django_assert_max_num_queries(len(few.captured_queries) + 1):
        lead.get(at)


def test_a_later_version_of_a_definition_is_offered_and_not_taken(october, cast, lead, monkeypatch):
    switch_on(lead)
    measure = Measure.objects.get()
    later = available()["readiness-on-time"].model_copy(update={"version": "2"})
    changed = {**available(), "readiness-on-time": later}
    monkeypatch.setattr("alongside.improvement.views.feeding.available", lambda: changed)
    assert "There is a later version" in text(lead.get(f"{AT}/{measure.pk}/"))
    assert "switched on with version 1" in text(lead.get(ON_TIME))


def test_withdrawn_it_can_be_switched_on_anew(october, cast, lead):
    switch_on(lead)
    measures.withdraw(measure=Measure.objects.get(), why="Try anew.", by=cast.improvement_lead)
    assert "Switch it on" in text(lead.get(ON_TIME))
