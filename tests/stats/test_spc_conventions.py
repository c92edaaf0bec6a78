"""What other tools do, where it can be had by asking."""

import numpy as np
import pytest

from alongside.stats.spc import CHART_TYPES, Conventions, Settings, judge
from alongside.stats.spc.block import lay_out
from alongside.stats.spc.laney import sigma_z_of
from alongside.stats.spc.limits import Method


def test_ranges_can_be_made_to_bridge_an_excluded_point_but_never_a_missing_one():
    values = [4.0, 5.0, 100.0, 9.0, 10.0]
    left_out = [False, False, True, False, False]
    bridged = Settings(chart="xmr", conventions=Conventions(excluded_range="bridge"))

    over_excluded = judge(values, excluded=left_out, settings=bridged)
    assert over_excluded.upper[0, 0] == pytest.approx(7 + 2.66 * (1 + 4 + 1) / 3)

    over_missing = judge([4.0, 5.0, np.nan, 9.0, 10.0], settings=bridged)
    assert over_missing.upper[0, 0] == pytest.approx(7 + 2.66)


def test_a_bridge_does_not_lead_into_another_phase_nor_out_of_the_baseline():
    values = [4.0, 5.0, 100.0, 50.0, 51.0]
    left_out = [False, False, True, False, False]
    own = Conventions(excluded_range="bridge", new_phase="own")
    phased = judge(
        values, phase=[1, 1, 1, 2, 2], excluded=left_out, settings=Settings(chart="xmr", conventions=own)
    )
    based = judge(values, excluded=left_out, settings=Settings(chart="xmr", baseline=3, conventions=own))

    assert phased.upper[0, 0] == based.upper[0, 0] == pytest.approx(4.5 + 2.66)


def test_sigma_z_bridges_where_the_limits_do():
    y, n = [10.0, 10.0, 90.0, 30.0, 30.0], [100.0] * 5
    left_out = [False, False, True, False, False]
    apart = judge(y, n, excluded=left_out, settings=Settings(chart="pp"))
    bridged = judge(
        y,
        n,
        excluded=left_out,
        settings=Settings(chart="pp", conventions=Conventions(excluded_range="bridge")),
    )

    assert apart.upper[0, 0] == apart.centre[0, 0] == 0.2
    assert bridged.upper[0, 0] > 0.2


def test_individual_values_have_no_sigma_z():
    kind = CHART_TYPES["xmr"]
    block = lay_out([1.0], None, phase=None, excluded=None, length=None, kind=kind, chart="xmr")
    with pytest.raises(ValueError, match="individual values"):
        sigma_z_of(block, kind, block.inside, np.array([np.nan]), Method())


def test_the_number_of_points_that_makes_limits_firm_can_be_chosen():
    values = [9.0, 11.0] * 5
    assert judge(values, settings=Settings(chart="xmr")).variation[0] is None
    ten = Settings(chart="xmr", conventions=Conventions(firm_after=10))
    assert judge(values, settings=ten).variation[0] == "common"
