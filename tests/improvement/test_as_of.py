"""A series as it stood at a moment: whatever was replaced, taken back or counted anew since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.improvement.actions import figures
from alongside.improvement.queries import series

from .conftest import shares

FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)


def stood(measure, moment):
    return {(one.part, one.label): (one.y, one.n) for one in series.figures_as_of(measure, moment)}


def stands(measure):
    return {(one.part, one.label): (one.y, one.n) for one in series.figures_of(measure)}


def test_before_anything_came_there_was_nothing(charted):
    assert series.as_of(charted, clock.now() - timedelta(seconds=1)) == []


def test_now_it_stands_as_it_stands(charted):
    (then,), (now,) = series.as_of(charted, clock.now()), series.parts(charted)
    assert (then.name, then.labels, list(then.y), list(then.n)) == (
        now.name,
        now.labels,
        list(now.y),
        list(now.n),
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.booleans()), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_replaced_and_taken_back_each_moment_can_be_had_again(define, take, cast, steps):
    """Each step brings a figure for one of four months, or takes the latest import back; afterwards every moment is asked for."""
    with clock.set_to(FIRST):
        measure = define(name=f"Measure {clock.now()} {len(steps)} {hash(tuple(steps))}")
    taken, seen = [], []
    for place, (month, value, back) in enumerate(steps):
        with clock.set_to(FIRST + timedelta(hours=place + 1)):
            try:
                if back and taken:
                    figures.undo(brought=taken.pop(), why="Not so.", by=cast.improvement_lead)
                else:
                    taken.append(
                        take(
                            measure, shares([(value, 9)], labels=[f"2025-{month + 1:02}-01"]), clash="replace"
                        )
                    )
            except Refused:
                pass  # the same figure again
            seen.append((clock.now(), stands(measure)))
    for moment, was in seen:
        assert stood(measure, moment) == was
