"""Sigma z, and which chart suits a series when nobody has chosen."""

import numpy as np
import pytest

from alongside.stats.spc import laney_sigma_z, suited_charts

rng = np.random.default_rng(7)
SIZES = rng.integers(80, 200, size=(200, 30)).astype(float)


def test_sigma_z_is_one_where_points_vary_as_chance_allows():
    shares = rng.binomial(SIZES.astype(int), 0.3).astype(float)
    rates = rng.poisson(SIZES * 0.3).astype(float)

    assert laney_sigma_z(shares, SIZES).mean() == pytest.approx(1, abs=0.05)
    assert laney_sigma_z(rates, SIZES, chart="u").mean() == pytest.approx(1, abs=0.05)


def test_sigma_z_of_two_points_by_hand():
    # 10 and 20 of 100: centre 0.15, each point's deviation sqrt(0.15 × 0.85 / 100), their distance 0.1.
    by_hand = 0.1 / (0.15 * 0.85 / 100) ** 0.5 / 1.128
    assert laney_sigma_z([10.0, 20.0], [100.0, 100.0])[0, 0] == pytest.approx(by_hand, rel=1e-12)


def test_sigma_z_of_counts_needs_no_denominator():
    assert laney_sigma_z([4.0, 16.0], chart="c")[0, 0] == pytest.approx(12 / 10**0.5 / 1.128, rel=1e-12)


def test_sigma_z_is_screened_once_uses_the_baseline_and_does_not_bridge_gaps():
    y, n = [10.0, 12.0] * 10 + [90.0], [100.0] * 21
    wild = laney_sigma_z(y, n)[0, 0]
    assert wild < 1 < laney_sigma_z(y, n, screen=False)[0, 0]
    assert laney_sigma_z(y, n, baseline=20)[0, 0] < wild + 1
    assert np.isnan(laney_sigma_z([1.0, np.nan, 2.0], [9.0, 9.0, 9.0])[0, 0])
    assert np.isnan(laney_sigma_z([1.0, 5.0, 2.0], [9.0] * 3, excluded=[False, True, False])[0, 0])


def test_sigma_z_has_one_figure_for_each_phase():
    found = laney_sigma_z([10.0, 10.0, 10.0, 10.0, 60.0, 10.0], [100.0] * 6, phase=[1, 1, 1, 2, 2, 2])
    assert found.shape == (1, 2)
    assert found[0, 0] == 0
    assert found[0, 1] > 5


def test_where_nothing_can_vary_sigma_z_is_nothing():
    assert laney_sigma_z([0.0, 0.0, 0.0], [9.0, 8.0, 7.0])[0, 0] == 0
    assert laney_sigma_z([9.0, 8.0], [9.0, 8.0])[0, 0] == 0


STEADY_SHARE = [30.0, 31.0] * 10


@pytest.mark.parametrize(
    ("y", "n", "chart"),
    [
        ([1.5, 2.5], None, "xmr"),
        (STEADY_SHARE, [100.0] * 20, "p"),
        ([30.5, 31.5] * 10, [100.0] * 20, "u"),
        ([130.0, 131.0] * 10, [100.0] * 20, "u"),
        ([30.0, 60.0] * 10, [100.0] * 20, "pp"),
        ([300.0, 600.0] * 10, [100.0] * 20, "up"),
        # Sigma z is 0.99, and 1.49.
        ([13.0, 17.0] * 10, [100.0] * 20, "p"),
        ([12.0, 18.0] * 10, [100.0] * 20, "pp"),
        # Everybody is still a share.
        ([100.0, 100.0, 99.0] * 7, [100.0] * 21, "p"),
        # A denominator of 0 is a gap, and says nothing about the rest.
        ([*STEADY_SHARE, 0.0], [100.0] * 20 + [0.0], "p"),
        ([*STEADY_SHARE, np.nan], [100.0] * 20 + [5.0], "p"),
    ],
)
def test_the_chart_that_suits_a_series(y, n, chart):
    assert suited_charts([y], None if n is None else [n]) == (chart,)


def test_each_series_of_a_block_gets_its_own_chart():
    y = [STEADY_SHARE, [30.0, 60.0] * 10, [130.0, 131.0] * 10]
    assert suited_charts(y, np.full((3, 20), 100.0)) == ("p", "pp", "u")


def test_the_phase_with_the_most_points_decides():
    y = [*STEADY_SHARE, 20.0, 90.0, 20.0]
    phase = [1] * 20 + [2] * 3
    assert suited_charts(y, [100.0] * 23, phase=phase) == ("p",)
    assert suited_charts(y, [100.0] * 23, phase=phase, baseline=2) == ("p",)


def test_series_without_points_get_a_chart_too():
    assert suited_charts(np.full((2, 3), np.nan), np.full((2, 3), np.nan)) == ("p", "p")
    assert suited_charts(np.zeros((0, 3))) == ()
