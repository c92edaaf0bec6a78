"""Charts that others have published come out as they published them.

Montgomery: D. C. Montgomery, Introduction to Statistical Quality Control. His book rounds the constants on
the way; the figures here are those of his data without that rounding.
"""

import numpy as np
import pytest

from alongside.stats.spc import Conventions, Settings, judge, laney_sigma_z, sample_figures

LOAN_COSTS = [
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304,
    305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328,
]  # fmt: skip
JUICE_CANS = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22,
    8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]  # fmt: skip
CIRCUIT_BOARDS = [
    21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15,
]  # fmt: skip
# Piston rings: thousandths of a millimetre from 74 mm, five to a sample …
RINGS = [
    [30, 2, 19, -8, 8], [-5, -8, 1, 11, 4], [-12, 24, 21, 5, 2], [2, -4, -7, 15, 9], [-8, 7, 15, -11, 14],
    [9, -6, -3, -15, -7], [-5, 6, -6, 0, 5], [-15, 3, -7, 15, -12], [8, -5, 9, 5, 4], [-2, 0, -10, 7, -5],
    [-6, -2, -6, -5, -10], [4, 0, 7, 0, -4], [-17, 2, -2, -3, 12], [6, -33, -6, 0, -16], [12, 14, -2, -1, 7],
    [0, -16, 5, -2, -4], [-6, 12, -14, 5, 7], [6, 10, 18, 3, 0], [-16, 2, 3, 5, -3], [0, 10, 13, 20, 3],
    [-18, 1, 15, 5, -4], [4, -1, -10, 6, 9], [10, -11, -10, 9, 14], [15, 8, -7, 0, 10], [-18, -16, -5, 17, 13],
]  # fmt: skip
# … and how many of each he left in his example of samples that differ in size.
RINGS_KEPT = [5, 3, 5, 5, 5, 4, 4, 5, 4, 5, 5, 5, 3, 5, 3, 5, 4, 5, 5, 3, 5, 5, 5, 5, 5]
HOURS_BETWEEN_FAILURES = [
    286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96,
]  # fmt: skip
COMPLAINTS = [
    426, 543, 428, 67, 303, 481, 304, 718, 681, 1030, 704, 1062, 1085, 1311, 1309, 1342, 1740, 1468, 1364, 1824,
]  # fmt: skip
TEN_THOUSANDS_SERVED = [9, 11, 9, 4, 6, 7, 9, 12, 15, 21, 19, 25, 22, 21, 23, 22, 31, 33, 32, 33]
WEEKLY = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
EMERGENCY_SEEN = [
    280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529,
    279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772,
]  # fmt: skip
EMERGENCY_IN_TIME = [
    266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320,
    267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989,
]  # fmt: skip


def lines(judged, row=0):
    return [float(line[0, row]) for line in (judged.lower, judged.centre, judged.upper)]


def test_montgomery_6_5_costs_of_processing_loans():
    judged = judge(LOAN_COSTS, settings=Settings(chart="xmr", baseline=20))

    assert lines(judged) == pytest.approx([279.78, 300.5, 321.22], rel=1e-12)
    assert [row + 1 for row in range(40) if ("outside", "high") in judged.signals_at(0, row)] == [39, 40]


def test_montgomery_6_5_moving_ranges():
    judged = judge(LOAN_COSTS, settings=Settings(chart="mr", baseline=20))

    assert lines(judged) == pytest.approx([0, 148 / 19, 3.267 * 148 / 19], rel=1e-12)
    assert [round(line, 2) for line in lines(judged)] == [0, 7.79, 25.45]


def test_montgomery_7_1_orange_juice_cans():
    judged = judge(JUICE_CANS, [50] * 30, settings=Settings(chart="p"))

    assert [round(line, 4) for line in lines(judged)] == [0.0524, 0.2313, 0.4102]
    assert [row + 1 for row in range(30) if ("outside", "high") in judged.signals_at(0, row)] == [15, 23]


def test_montgomery_7_1_revised_without_the_two_samples_that_had_a_cause():
    left_out = [row + 1 in (15, 23) for row in range(30)]
    judged = judge(JUICE_CANS, [50] * 30, excluded=left_out, settings=Settings(chart="p"))

    assert [round(line, 4) for line in lines(judged)] == [0.0407, 0.2150, 0.3893]
    # His sample 21 lies beyond the revised limits too; he found no cause and kept it.
    assert [row + 1 for row in range(30) if ("outside", "high") in judged.signals_at(0, row)] == [21]


def test_montgomery_7_3_faults_in_circuit_boards():
    judged = judge(CIRCUIT_BOARDS, settings=Settings(chart="c"))
    left_out = [row + 1 in (6, 20) for row in range(26)]
    revised = judge(CIRCUIT_BOARDS, excluded=left_out, settings=Settings(chart="c"))

    assert [round(line, 2) for line in lines(judged)] == [6.48, 19.85, 33.21]
    assert [round(line, 2) for line in lines(revised)] == [6.36, 19.67, 32.97]


@pytest.mark.parametrize(("screen", "expected"), [(True, [-0.72, 1.94, 4.6]), (False, [-3.06, 1.94, 6.95])])
def test_the_nhs_example_of_one_wild_point_with_and_without_screening(screen, expected):
    judged = judge(WEEKLY, settings=Settings(chart="xmr", screen=screen))

    assert [round(line, 2) for line in lines(judged)] == expected


def test_emergency_waits_vary_ten_times_as_much_as_chance_allows():
    """Mohammed, Panesar, Laney & Wilson (2013), BMJ Quality & Safety 22(4), 362-368, by qicharts2 0.8.1."""
    sigma_z = laney_sigma_z(EMERGENCY_IN_TIME, EMERGENCY_SEEN)
    judged = judge(EMERGENCY_IN_TIME, EMERGENCY_SEEN, settings=Settings(chart="pp"))

    assert sigma_z[0, 0] == pytest.approx(10.64, abs=0.005)
    assert lines(judged) == pytest.approx(
        [0.9401296441775141, 0.9528997113441912, 0.9656697785108682], rel=1e-9
    )
    assert not judged.signals.any()


def test_exact_constants_can_be_had_instead_of_the_printed_ones():
    exact = judge(LOAN_COSTS, settings=Settings(chart="xmr", baseline=20, conventions=Conventions("exact")))
    divided = judge(
        LOAN_COSTS, settings=Settings(chart="xmr", baseline=20, conventions=Conventions("divided"))
    )

    assert lines(exact)[2] == pytest.approx(300.5 + 2.6586807763582736 * 148 / 19, rel=1e-12)
    assert lines(divided)[2] == pytest.approx(321.21668533034716, rel=1e-12)


def rings(kept):
    """Mean, size and standard deviation of each sample of piston rings, in millimetres."""
    values = [74 + ring / 1000 for sample, size in zip(RINGS, kept, strict=True) for ring in sample[:size]]
    return sample_figures(values, np.repeat(np.arange(25), kept), 25)


def test_montgomery_6_3_piston_rings():
    means, sizes, spreads = rings([5] * 25)
    xbar = judge(means, sizes, sd=spreads, settings=Settings(chart="xbar"))
    s = judge(spreads, sizes, settings=Settings(chart="s"))

    assert [round(line, 3) for line in lines(xbar)] == [73.988, 74.001, 74.015]
    assert [round(line, 4) for line in lines(s)] == [0, 0.0094, 0.0196]
    assert not xbar.signals[0].any()
    assert not s.signals.any()


def test_montgomery_6_4_piston_rings_in_samples_that_differ_in_size():
    means, sizes, spreads = rings(RINGS_KEPT)
    xbar = judge(means, sizes, sd=spreads, settings=Settings(chart="xbar"))
    s = judge(spreads, sizes, settings=Settings(chart="s"))

    assert [round(line, 3) for line in lines(xbar)] == [73.986, 74.001, 74.015]
    assert [round(line, 3) for line in lines(xbar, row=1)] == [73.981, 74.001, 74.021]
    assert [round(line, 4) for line in lines(s)] == [0, 0.0103, 0.0215]
    assert [round(line, 4) for line in lines(s, row=1)] == [0, 0.0103, 0.0264]


def test_montgomery_7_6_hours_between_failures_of_a_valve():
    """He charts the transformed hours: 5.386, 11.661 and below 0, to which ours are taken back."""
    judged = judge(HOURS_BETWEEN_FAILURES, settings=Settings(chart="t", rules="anhoej"))
    back = [line ** (1 / 3.6) for line in lines(judged)]

    assert back == pytest.approx([0, 5.386, 11.661], abs=0.01)
    assert lines(judged) == pytest.approx([0, 430.04095178975825, 6937.9334881665754], rel=1e-9)
    assert not judged.signals.any()


def test_complaints_per_customers_served_on_an_i_prime_chart():
    """Taylor's example of complaints, by qicharts2 0.8.1."""
    served = [10_000 * each for each in TEN_THOUSANDS_SERVED]
    judged = judge(COMPLAINTS, served, settings=Settings(chart="ip"))

    assert lines(judged) == pytest.approx(
        [0.001053529811733833, 0.004997252747252747, 0.008940975682771662], rel=1e-9
    )


def test_a_g_chart_has_the_limits_that_benneyan_gives():
    """Mean + 3 √(mean (mean + 1)), of ten patients on average between two infections."""
    judged = judge([4, 16, 10, 2, 18] * 4, settings=Settings(chart="g"))

    assert lines(judged) == pytest.approx([0, 10, 10 + 3 * 110**0.5], rel=1e-12)
