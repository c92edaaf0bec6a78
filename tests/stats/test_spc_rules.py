"""Each rule at its edge: one point short, exactly enough, on the line, broken in the middle."""

from itertools import pairwise

import numpy as np
import pytest

from alongside.stats.spc import Settings, judge
from alongside.stats.spc.rules import in_stretches, shift, trend, two_in_three


def flags(text):
    """A row of flags, one for each character: "x" is set."""
    return np.array([[character == "x" for character in text]])


def sides(text):
    """A row of sides: "+" above, "-" below, "0" on the line or missing."""
    return np.array([[{"+": 1, "-": -1, "0": 0}[character] for character in text]])


def drawn(found):
    return "".join("x" if flag else "." for flag in found[0])


def joined(text):
    whole = np.ones((1, len(text)), dtype=bool)
    whole[:, :1] = False
    return whole


@pytest.mark.parametrize(
    ("side", "high", "low"),
    [
        ("", "", ""),
        ("++++++", "......", "......"),
        ("+++++++", "xxxxxxx", "......."),
        ("++++++++-", "xxxxxxxx.", "........."),
        ("-------", ".......", "xxxxxxx"),
        ("+++-+++", ".......", "......."),
        ("+++0+++", ".......", "......."),
        ("0+++++++0", ".xxxxxxx.", "........."),
    ],
)
def test_seven_on_one_side_make_a_shift_and_six_do_not(side, high, low):
    found = shift(sides(side), joined(side))
    assert (drawn(found[0]), drawn(found[1])) == (high, low)


def test_a_run_does_not_count_across_rows_that_are_not_joined():
    continued = joined("+" * 8)
    continued[0, 4] = False
    assert not shift(sides("+" * 8), continued)[0].any()


@pytest.mark.parametrize("points", range(2, 12))
def test_stretches_are_found_whatever_their_length_and_place(points):
    for text in (".x" * 9, ".xxxxxxxx.xxx.xxxxxx", "." * 20, "." + "x" * 19, ".", "", ".xxxxxxxxxx"):
        rows = range(len(text))
        starts = [row for row in rows if text[row] == "."] + [len(text)]
        expected = [any(a <= row < b and b - a >= points for a, b in pairwise(starts)) for row in rows]
        assert in_stretches(flags(text).reshape(1, -1), points).tolist() == [expected]


@pytest.mark.parametrize(
    ("step", "points", "high", "low"),
    [
        ("0+++++", 7, "......", "......"),
        ("0++++++", 7, "xxxxxxx", "......."),
        ("0+++++", 6, "xxxxxx", "......"),
        ("0------", 7, ".......", "xxxxxxx"),
        ("0+++0+++", 7, "........", "........"),
        # The turn belongs to both trends.
        ("0++++++------", 7, "xxxxxxx......", "......xxxxxxx"),
        # Two rises, one after the other: the last point of the first is part of a rise only.
        ("0++++++-++++++", 7, "xxxxxxxxxxxxxx", ".............."),
    ],
)
def test_seven_rising_points_make_a_trend_or_six_where_asked(step, points, high, low):
    found = trend(sides(step), points)
    assert (drawn(found[0]), drawn(found[1])) == (high, low)


@pytest.mark.parametrize(
    ("side", "far", "high"),
    [
        ("++", "xx", ".."),
        ("+++", "x.x", "x.x"),
        ("+++", "xx.", "xx."),
        ("+++", "x..", "..."),
        ("+++", "xxx", "xxx"),
        ("++++", "x..x", "...."),
        # Two far points whose neighbours are on the other side, or on the line, are not three on one side.
        ("-++-", ".xx.", "...."),
        ("0++0", ".xx.", "...."),
    ],
)
def test_two_of_three_on_one_side_must_be_far(side, far, high):
    nothing = np.zeros((1, len(side)), dtype=bool)
    assert drawn(two_in_three(sides(side), flags(far), nothing, joined(side))[0]) == high
    swapped = sides(side.translate(str.maketrans("+-", "-+")))
    assert drawn(two_in_three(swapped, nothing, flags(far), joined(side))[1]) == high


# A chart with the lines 40, 60, 100, 140, 160: centre given, and one moving range in the baseline.
BASE = [90.0, 90.0 + 60 / 2.66]
STILL = {"chart": "xmr", "baseline": 2, "centre": 100.0}


def judged_after_base(points, **settings):
    """What follows a base of two points that fix the lines at 40, 60, 100, 140 and 160."""
    judged = judge([*BASE, *points], settings=Settings(**{**STILL, **settings}))
    assert [round(float(line[0, 0]), 9) for line in (judged.lower, judged.centre, judged.upper)] == [
        40,
        100,
        160,
    ]
    return [judged.signals_at(0, row) for row in range(2, 2 + len(points))]


def test_a_point_on_a_limit_is_inside_and_one_beyond_it_is_outside():
    _, on_the_line, _, beyond = judged_after_base([99.0, 160.0, 99.0, 160.001])
    assert (on_the_line, beyond) == ([], [("outside", "high")])
    assert judged_after_base([39.9])[0] == [("outside", "low")]


def test_two_in_three_counts_points_beyond_the_limit_unless_the_older_rule_is_asked_for():
    points = [99.0, 150.0, 110.0, 170.0, 99.0]
    assert judged_after_base(points)[1:4] == [
        [("two_in_three", "high")],
        [],
        [("outside", "high"), ("two_in_three", "high")],
    ]
    assert judged_after_base(points, two_in_three="within")[1:4] == [[], [], [("outside", "high")]]


def test_a_point_on_the_two_sigma_line_is_not_beyond_it():
    assert judged_after_base([99.0, 140.0, 150.0, 110.0, 99.0])[1:4] == [[], [], []]


def test_a_missing_point_breaks_every_rule_and_an_excluded_one_is_skipped():
    high = [110.0, 111.0, 110.0, 111.0, 110.0, 111.0, 110.0]
    interrupted = [*high[:3], np.nan, *high[3:]]
    assert all(found == [("shift", "high")] for found in judged_after_base(high))
    assert all(found == [] for found in judged_after_base(interrupted))

    with_ghost = [*BASE, *high[:3], 20.0, *high[3:]]
    excluded = [row == 5 for row in range(len(with_ghost))]
    judged = judge(with_ghost, excluded=excluded, settings=Settings(**STILL))
    found = [judged.signals_at(0, row) for row in range(2, len(with_ghost))]
    assert found == [[("shift", "high")]] * 3 + [[]] + [[("shift", "high")]] * 4


def test_a_trend_skips_an_excluded_point_and_stops_at_a_missing_one():
    rise = [float(value) for value in range(70, 140, 10)]
    assert all(("trend", "high") in found for found in judged_after_base(rise, trend=7))

    gap = judge([*BASE, *rise[:3], np.nan, *rise[3:]], settings=Settings(**STILL, trend=6))
    assert not gap.signals[1].any()

    ghost = judge(
        [*BASE, *rise[:3], 5.0, *rise[3:]],
        excluded=[row == 5 for row in range(10)],
        settings=Settings(**STILL),
    )
    assert [bool(flag) for flag in ghost.signals[1, 0, 0]] == [False] * 2 + [True] * 3 + [False] + [True] * 4


def test_the_same_value_twice_breaks_a_trend_however_the_last_digit_falls():
    rise = [1.0, 2.0, 3.0, 3.0 + 4e-16, 4.0, 5.0, 6.0, 7.0]
    judged = judge(rise, settings=Settings(chart="run", rules="nhs"))
    assert not judged.signals[1].any()


def test_every_rule_that_holds_is_kept_in_the_order_that_names_the_point():
    rise = [101.0, 110.0, 120.0, 130.0, 145.0, 150.0, 165.0]
    assert judged_after_base(rise)[-1] == [
        ("outside", "high"),
        ("trend", "high"),
        ("two_in_three", "high"),
        ("shift", "high"),
    ]


def test_under_the_anhoej_rules_a_point_on_the_line_neither_breaks_nor_extends_a_run():
    values = [1.0, 9.0] * 6 + [9.0, 9.0, 9.0, 5.0, 9.0, 9.0, 9.0, 9.0, 9.0, 1.0]
    judged = judge(values, settings=Settings(chart="run", centre=5.0))
    long = [row for row in range(len(values)) if judged.signals_at(0, row) == [("shift", "high")]]

    # 21 useful points allow a run of 7; this one has 9, from the last of the alternating points on.
    assert judged.runs_of(0)[0]["useful"] == 21
    assert (judged.runs_of(0)[0]["longest"], judged.runs_of(0)[0]["longest_max"]) == (9, 7)
    assert long == [11, 12, 13, 14, 16, 17, 18, 19, 20]


def test_too_few_crossings_is_a_signal_of_the_phase_and_colours_no_point():
    values = [1.0] * 6 + [9.0] * 6 + [1.0] * 6 + [9.0] * 6
    judged = judge(values, settings=Settings(chart="run", centre=5.0, better="up"))

    assert judged.runs_of(0) == [
        {
            "phase": 1,
            "useful": 24,
            "longest": 6,
            "longest_max": 8,
            "crossings": 3,
            "crossings_min": 8,
            "signal": True,
        }
    ]
    assert not judged.signals.any()
    assert judged.variation[0] == "common"
    assert judged.notes[0][0].code == "few_crossings"


def test_runs_are_counted_under_the_nhs_rules_too_and_colour_nothing_there():
    values = [1.0] * 6 + [9.0] * 6 + [1.0] * 6 + [9.0] * 6
    judged = judge(values, settings=Settings(chart="run", rules="nhs", centre=5.0))

    assert judged.runs_of(0)[0]["signal"]
    assert not judged.signals.any()
    assert "few_crossings" not in [note.code for note in judged.notes[0]]


def test_moving_ranges_are_judged_by_their_limit_alone():
    values = [0.0, 1.0] * 8 + [1.1, 1.2, 1.3, 1.2, 1.3, 1.2, 1.3, 1.2, 9.0]
    judged = judge(values, settings=Settings(chart="mr"))

    assert judged.runs_of(0)[0]["longest"] == 15
    assert judged.runs_of(0)[0]["signal"] is False
    assert [row for row in range(25) if judged.signals_at(0, row)] == [24]
    assert judged.signals_at(0, 24) == [("outside", "high")]
