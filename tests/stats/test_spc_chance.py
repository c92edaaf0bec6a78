"""How often stable series signal, found by simulation; the figures in the manual are these."""

import numpy as np
import pytest

from alongside.stats.spc import RULES, Settings, icons_by_chance, judge

SERIES = 4000


def share_with_a_signal(values, settings):
    return judge(values, settings=settings).signals.any(axis=(0, 1, 3)).mean()


def test_a_stable_chart_of_three_years_shows_some_signal_in_29_of_100():
    values = np.random.default_rng(11).normal(size=(SERIES, 36))
    assert share_with_a_signal(values, Settings(chart="xmr")) == pytest.approx(0.29, abs=0.03)


def test_with_neighbours_alike_it_does_in_65_of_100():
    noise = np.random.default_rng(12).normal(size=(SERIES, 36))
    values = noise.copy()
    for row in range(1, 36):
        values[:, row] = 0.3 * values[:, row - 1] + (1 - 0.3**2) ** 0.5 * noise[:, row]
    assert share_with_a_signal(values, Settings(chart="xmr")) == pytest.approx(0.65, abs=0.03)


def test_rare_counts_show_a_false_shift_in_39_of_100_and_it_does_not_count():
    counts = np.random.default_rng(13).poisson(1, size=(SERIES, 36))
    judged = judge(counts, settings=Settings(chart="c", better="down"))

    listed = judged.signals[RULES.index("shift")].any(axis=(0, 2)).mean()
    assert listed == pytest.approx(0.39, abs=0.03)
    assert not judged.counted[RULES.index("shift")].any()


def test_chance_alone_colours_about_two_icons_in_a_hundred():
    assert icons_by_chance(36, Settings(chart="xmr")) == pytest.approx(0.017, abs=0.006)
    assert icons_by_chance(36, Settings(chart="p", rules="anhoej")) < icons_by_chance(36, Settings(chart="p"))


def test_the_share_is_the_same_each_time_and_nothing_where_there_are_no_icons():
    assert icons_by_chance(20, Settings(chart="xmr")) == icons_by_chance(20, Settings(chart="p", better="up"))
    assert icons_by_chance(12, Settings(chart="xmr")) == 0
