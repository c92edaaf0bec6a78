"""Analyses that others have published come out as they published them.

Sicily: Lopez Bernal, Cummins & Gasparrini, International Journal of Epidemiology 2017;46(1):348-355, an open
access article, with its correction: hospital admissions for acute coronary episodes, and the standardised
population, each month from January 2002; smoking in public places was banned in January 2005.
"""

import numpy as np
import pytest

from alongside.stats.its import Specification, analyse, least_squares

ACES = [
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752,
    765, 831, 879, 928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820,
    877, 758, 767, 738, 781, 843, 850, 908, 1021, 859, 976, 888, 962, 838, 810, 876, 843, 936, 912,
]  # fmt: skip
PEOPLE = [
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6,
    375955.5, 378349.7, 376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2,
    380966.9, 381240.4, 382104.9, 381802.7, 381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8,
    383483.0, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4, 388153.2, 388373.2, 386470.1, 386033.2,
    383686.4, 385509.3, 385901.9, 386516.6, 388436.5, 383255.2, 390148.7, 385874.9, 391613.6, 391750.4,
    394005.6, 391364.9, 391664.6, 389022.3, 391878.5, 388575.3, 392989.0, 390018.8, 390712.3,
]  # fmt: skip
BAN = 37


def sicily(**asked):
    return analyse(ACES, n=PEOPLE, change=BAN, specification=Specification(**asked))


def ratio(found, term="level_change"):
    one = found.term(term)
    return [one.ratio, one.ratio_lower, one.ratio_upper]


def test_sicily_fewer_admissions_after_the_ban():
    found = sicily(model="poisson", slope=False)

    assert ratio(found) == pytest.approx([0.89438, 0.86469, 0.92509], abs=5e-6)


def test_sicily_with_counts_that_vary_more_than_poisson():
    found = sicily(model="quasipoisson", slope=False)

    assert found.dispersion == pytest.approx(3.5592, abs=5e-5)
    assert ratio(found) == pytest.approx([0.89438, 0.83919, 0.95319], abs=5e-6)


def test_sicily_with_its_season():
    found = sicily(model="quasipoisson", slope=False, harmonics=2, season=12)

    assert found.dispersion == pytest.approx(2.2622, abs=5e-5)
    assert ratio(found) == pytest.approx([0.88507, 0.83940, 0.93323], abs=5e-6)
    assert np.exp(12 * found.term("trend").estimate) == pytest.approx(1.0668, abs=5e-5)


def test_sicily_admissions_averted():
    found = sicily(model="quasipoisson", slope=False, harmonics=2, season=12)
    since = np.arange(BAN, len(ACES) + 1)

    averted = (found.without_change(since) - found.line(since)) @ np.array(PEOPLE)[BAN - 1 :]

    assert averted == pytest.approx(2561.07, abs=5e-3)


def test_sicily_the_slope_did_not_change():
    step = sicily(model="quasipoisson", slope=False, harmonics=2, season=12)
    both = sicily(model="quasipoisson", harmonics=2, season=12)

    f = (step.deviance - both.deviance) / both.dispersion

    from scipy.special import fdtrc

    assert f == pytest.approx(0.6388, abs=5e-5)
    assert fdtrc(1, len(ACES) - len(both.terms), f) == pytest.approx(0.4279, abs=5e-5)


# NIST, Statistical Reference Datasets, linear least squares (in the public domain).
NORRIS_X = [
    0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5, 11.6,
    556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
]  # fmt: skip
NORRIS_Y = [
    0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
    557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
]  # fmt: skip
LONGLEY = [
    [83, 234289, 2356, 1590, 107608, 1947, 60323], [88.5, 259426, 2325, 1456, 108632, 1948, 61122],
    [88.2, 258054, 3682, 1616, 109773, 1949, 60171], [89.5, 284599, 3351, 1650, 110929, 1950, 61187],
    [96.2, 328975, 2099, 3099, 112075, 1951, 63221], [98.1, 346999, 1932, 3594, 113270, 1952, 63639],
    [99, 365385, 1870, 3547, 115094, 1953, 64989], [100, 363112, 3578, 3350, 116219, 1954, 63761],
    [101.2, 397469, 2904, 3048, 117388, 1955, 66019], [104.6, 419180, 2822, 2857, 118734, 1956, 67857],
    [108.4, 442769, 2936, 2798, 120445, 1957, 68169], [110.8, 444546, 4681, 2637, 121950, 1958, 66513],
    [112.6, 482704, 3813, 2552, 123366, 1959, 68655], [114.2, 502601, 3931, 2514, 125368, 1960, 69564],
    [115.7, 518173, 4806, 2572, 127852, 1961, 69331], [116.9, 554894, 4007, 2827, 130081, 1962, 70551],
]  # fmt: skip


def digits(found, certified):
    """How many digits agree: NIST's log relative error, at most 15."""
    return min(
        15 if a == b else -np.log10(abs(a - b) / abs(b)) for a, b in zip(found, certified, strict=True)
    )


def spreads(fit, rows):
    free = rows - len(fit.estimate)
    return np.sqrt(np.diag(fit.unscaled) * fit.rss / free)


def test_nist_norris():
    x = np.column_stack([np.ones(len(NORRIS_X)), NORRIS_X])
    fit = least_squares(x, np.array(NORRIS_Y))

    assert digits(fit.estimate, [-0.262323073774029, 1.00211681802045]) > 13
    assert digits(spreads(fit, len(x)), [0.232818234301152, 0.000429796848199937]) > 13


def test_nist_longley():
    data = np.array(LONGLEY)
    x = np.column_stack([np.ones(len(data)), data[:, :6]])
    fit = least_squares(x, data[:, 6])

    certified = [
        -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359,
        -0.0511041056535807, 1829.15146461355,
    ]  # fmt: skip
    assert digits(fit.estimate, certified) > 14
    certified = [
        890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675,
        0.226073200069370, 455.478499142212,
    ]  # fmt: skip
    assert digits(spreads(fit, len(x)), certified) > 12


# What a row of Wampler 2 is, isn't a binary fraction: rounding it costs all but 13 digits of the exact answer.
@pytest.mark.parametrize(("tenths", "least"), [(10, 14), (1, 13)])
def test_nist_wampler_1_and_2(tenths, least):
    x = np.column_stack([np.arange(21.0) ** k for k in range(6)])
    # The sums of powers are exact: whole numbers, then one division.
    y = np.array([sum((t * tenths) ** k * 10 ** (5 - k) for k in range(6)) for t in range(21)]) / 1e5

    fit = least_squares(x, y)

    assert digits(fit.estimate, [tenths**k / 10**k for k in range(6)]) > least
