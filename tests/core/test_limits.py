"""Somebody can only try so often, whichever process they reach."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from alongside.core import clock, limits
from alongside.core.models import Count

MINUTE = timedelta(minutes=1)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def tries(number, *, key="amina", at=START, most=3):
    with clock.set_to(at):
        return [bool(limits.allow("sign-in", key, most=most, per=MINUTE)) for _ in range(number)]


@pytest.mark.django_db
def test_so_many_tries_are_allowed_and_no_more():
    assert tries(5) == [True, True, True, False, False]


@pytest.mark.django_db
def test_what_is_refused_says_when_the_next_try_will_be_allowed_and_it_is():
    tries(3)
    with clock.set_to(START + timedelta(seconds=10)):
        wait = limits.allow("sign-in", "amina", most=3, per=MINUTE).wait

    assert 0 < wait <= 120
    assert tries(1, at=START + timedelta(seconds=10 + wait)) == [True]


@pytest.mark.django_db
def test_waiting_for_the_stroke_does_not_double_what_is_allowed():
    tries(3, at=START + timedelta(seconds=59))

    assert tries(3, at=START + timedelta(seconds=61)) == [False] * 3


@pytest.mark.django_db
def test_each_key_and_each_thing_is_counted_by_itself():
    tries(3)

    assert tries(1, key="ben") == [True]
    with clock.set_to(START):
        assert limits.allow("download", "amina", most=1, per=MINUTE)


@pytest.mark.django_db
def test_none_allowed_is_none_allowed():
    assert tries(2, most=0) == [False, False]


@pytest.mark.django_db
def test_forgetting_begins_again():
    tries(3)
    limits.forget("sign-in", "amina")

    assert tries(1) == [True]


@pytest.mark.django_db
def test_the_counter_does_not_say_who_it_counts():
    tries(1)

    assert "amina" not in Count.objects.get().who
    assert limits.pseudonym("sign-in", "amina") != limits.pseudonym("download", "amina")


@pytest.mark.django_db
def test_counters_go_when_nothing_looks_at_them_any_more():
    tries(1)

    with clock.set_to(START + timedelta(seconds=90)):
        assert limits.purge() == 0
    with clock.set_to(START + timedelta(seconds=121)):
        assert limits.purge() == 1


@pytest.mark.django_db(transaction=True)
def test_a_burst_in_parallel_gets_as_many_tries_as_a_burst_in_turn():
    allowed, start = [], threading.Barrier(20)

    def attempt() -> None:
        with clock.set_to(START):
            start.wait()
            allowed.append(bool(limits.allow("sign-in", "amina", most=5, per=MINUTE)))
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (sum(allowed), len(allowed)) == (5, 20)


class Rates(TestCase):
    @settings(max_examples=40)
    @given(
        pauses=st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=40),
        most=st.integers(1, 6),
    )
    def test_however_somebody_tries_no_stretch_lets_through_more_than_twice_and_none_starves(
        self, pauses, most
    ):
        Count.objects.all().delete()
        now, passed = START, []
        for pause in pauses:
            now += timedelta(seconds=pause)
            if tries(1, at=now, most=most)[0]:
                passed.append(now)

        # Exactly `most` in a stretch of the clock; a window across two stretches is judged by shares, so it may hold a few more.
        for first in passed:
            stretch = int(first.timestamp() // 60)
            assert sum(int(each.timestamp() // 60) == stretch for each in passed) <= most
            assert sum(first <= each < first + MINUTE for each in passed) < 2 * most + 1
        assert tries(1, at=now + 2 * MINUTE, most=most) == [True]


@pytest.mark.django_db
def test_a_try_that_was_none_is_given_back_and_no_more_than_was_counted():
    tries(3)
    with clock.set_to(START):
        limits.give_back("sign-in", "amina", per=MINUTE)
        assert tries(2) == [True, False]
        for _ in range(9):
            limits.give_back("sign-in", "amina", per=MINUTE)
    assert tries(5) == [True, True, True, False, False]
