"""What signals mean, for a point and for a series."""

import numpy as np
import pytest

from alongside.stats.spc import Conventions, Settings, judge

STEADY = [9.0, 11.0] * 8


def last_icon(values, **settings):
    return judge(values, settings=Settings(chart="xmr", **settings)).variation[0]


@pytest.mark.parametrize(
    ("better", "rise", "fall"),
    [
        ("up", "improvement_high", "concern_low"),
        ("down", "concern_high", "improvement_low"),
        ("neither", "neutral_high", "neutral_low"),
    ],
)
def test_the_icon_says_what_the_signal_means_and_on_which_side_it_is(better, rise, fall):
    assert last_icon([*STEADY, 30.0], better=better) == rise
    assert last_icon([*STEADY, -10.0], better=better) == fall
    assert last_icon(STEADY, better=better) == "common"


def test_the_side_of_a_trend_is_its_direction_wherever_the_centre_is():
    falling = [3.0, 2.0] * 10 + [30.0 - step for step in range(7)]
    judged = judge(falling, settings=Settings(chart="xmr", better="neither", baseline=26, centre=0.0))

    assert ("trend", "low") in judged.signals_at(0, 26)
    assert judged.signals_at(0, 26)[0] == ("outside", "high")
    assert judged.variation[0] == "neutral_high"  # outside comes first

    slow = judge(
        [10.0, 20.0] * 8 + [15.6, 15.5, 15.4, 15.3, 15.2, 15.1, 15.05], settings=Settings(chart="xmr")
    )
    assert ("trend", "low") in slow.signals_at(0, 22)
    assert slow.variation[0] == "neutral_low"


FALLING_BUT_HIGH = [9.0, 11.0] * 8 + [15.9, 15.8, 15.7, 15.6, 15.5, 15.4, 15.3]


def test_where_improvement_and_concern_meet_improvement_is_shown_and_the_note_says_both():
    asked = {"chart": "xmr", "better": "down", "baseline": 16}
    judged = judge(FALLING_BUT_HIGH, settings=Settings(**asked))

    assert {side for _, side in judged.signals_at(0, 22)} == {"high", "low"}
    assert judged.verdict_at(0, 22) == "improvement"
    assert judged.conflict[0, 16:].all()
    assert "points where improvement and concern meet: 7; they are shown as improvement" in [
        note.sentence() for note in judged.notes[0]
    ]

    up = judge(FALLING_BUT_HIGH, settings=Settings(**{**asked, "better": "up"}))
    assert up.verdict_at(0, 22) == "improvement"


@pytest.mark.parametrize("better", ["up", "down"])
def test_on_a_balancing_measure_concern_is_shown(better):
    settings = Settings(chart="xmr", better=better, baseline=16, balancing=True)
    judged = judge(FALLING_BUT_HIGH, settings=settings)

    assert judged.verdict_at(0, 22) == "concern"
    assert judged.variation[0] == ("concern_low" if better == "up" else "concern_high")
    assert "conflict_concern" in [note.code for note in judged.notes[0]]


def test_the_first_rule_can_be_made_to_decide_as_in_other_tools():
    asked = {"chart": "xmr", "baseline": 16, "conventions": Conventions(conflict="first_rule")}
    # Trend comes before two in three and shift: falling decides.
    down = judge(FALLING_BUT_HIGH, settings=Settings(**asked, better="down"))
    up = judge(FALLING_BUT_HIGH, settings=Settings(**asked, better="up"))
    assert (down.verdict_at(0, 22), up.verdict_at(0, 22)) == ("improvement", "concern")
    assert up.variation[0] == "concern_low"


def assurance(target, better, **settings):
    judged = judge([9.0, 11.0] * 8, settings=Settings(chart="xmr", better=better, target=target, **settings))
    return judged.assurance[0]


LOWER, UPPER = 10 - 2.66 * 2, 10 + 2.66 * 2


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (LOWER - 1, "pass", "fail"),
        (LOWER, "pass", "fail"),
        (LOWER + 1e-6, "hit_or_miss", "hit_or_miss"),
        (10.0, "hit_or_miss", "hit_or_miss"),
        (UPPER - 1e-6, "hit_or_miss", "hit_or_miss"),
        (UPPER, "fail", "pass"),
        (UPPER + 1, "fail", "pass"),
        (None, None, None),
        (float("nan"), None, None),
    ],
)
def test_a_target_outside_the_limits_or_on_one_is_always_met_or_never(target, up, down):
    assert (assurance(target, "up"), assurance(target, "down")) == (up, down)
    assert assurance(target, "neither") is None


def test_a_target_on_a_limit_can_be_left_open_as_in_other_tools():
    conventions = Conventions(target_on_limit="hit_or_miss")
    assert assurance(LOWER, "up", conventions=conventions) == "hit_or_miss"
    assert assurance(UPPER, "up", conventions=conventions) == "hit_or_miss"
    assert assurance(LOWER - 1, "up", conventions=conventions) == "pass"


def test_a_target_that_a_capped_limit_can_reach_has_not_failed():
    y, n = [19.0, 20.0] * 8, [20.0] * 16
    everyone = judge(y, n, settings=Settings(chart="p", better="up", target=1.0))
    nobody = judge([1.0, 0.0] * 8, n, settings=Settings(chart="p", better="down", target=0.0))

    assert everyone.upper[0, 0] == 1
    assert (everyone.assurance[0], nobody.assurance[0]) == ("hit_or_miss", "hit_or_miss")


def test_a_limit_that_is_nothing_by_itself_is_a_limit_like_any_other():
    # Nine expected: 9 - 3 × 3 is 0 without being held there.
    judged = judge([9.0] * 16, settings=Settings(chart="c", better="down", target=0.0))

    assert judged.lower[0, 0] == 0
    assert judged.assurance[0] == "fail"
    assert "no_fall_below" in [note.code for note in judged.notes[0]]


def test_a_run_chart_has_no_limits_and_so_no_assurance():
    assert (
        judge([9.0, 11.0] * 8, settings=Settings(chart="run", better="up", target=1.0)).assurance[0] is None
    )


def test_the_icons_are_those_of_the_last_point_present_and_not_excluded():
    values = [*STEADY, 30.0, 10.0, np.nan]
    excluded = [row == 17 for row in range(19)]
    judged = judge(values, excluded=excluded, settings=Settings(chart="xmr", better="up"))

    assert judged.last[0] == 16
    assert judged.variation[0] == "improvement_high"
    months = [f"month {row}" for row in range(19)]
    assert "the icons are those of month 16, the last point present and not excluded" in [
        note.sentence(labels=months) for note in judged.notes[0]
    ]
    assert "points left out of centre line, limits, rules and icons: 1" in [
        note.sentence() for note in judged.notes[0]
    ]


def test_where_few_events_are_expected_a_shift_is_listed_but_does_not_count():
    counts = [1.0, 0.0, 2.0, 0.0, 1.0, 0.0, 3.0, 0.0] * 2 + [2.0] * 8
    judged = judge(counts, settings=Settings(chart="c", better="down"))

    assert judged.signals_at(0, 23) == [("shift", "high")]
    assert judged.verdict_at(0, 23) == "common"
    assert judged.variation[0] == "common"
    assert "few_expected" in [note.code for note in judged.notes[0]]

    any_count = Settings(chart="c", better="down", conventions=Conventions(low_counts="counted"))
    assert judge(counts, settings=any_count).variation[0] == "concern_high"


def test_five_expected_events_are_enough_and_non_events_count_too():
    few = Settings(chart="p", centre=0.1)
    assert judge([5.0] * 14, [50.0] * 14, settings=few).counted.sum() == 0
    shifted = [6.0] * 14
    assert judge(shifted, [50.0] * 14, settings=few).counted.any()
    assert not judge(shifted, [49.0] * 14, settings=few).counted.any()
    mostly = Settings(chart="p", centre=0.9)
    assert judge([44.0] * 14, [50.0] * 14, settings=mostly).counted.any()
    assert not judge([43.0] * 14, [49.0] * 14, settings=mostly).counted.any()


def test_a_trend_and_a_point_outside_count_however_few_are_expected():
    judged = judge([0.0, 1.0] * 8 + [9.0], settings=Settings(chart="c", better="down"))
    assert judged.variation[0] == "concern_high"
