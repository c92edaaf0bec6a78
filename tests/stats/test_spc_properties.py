"""What must hold for any series."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alongside.stats.spc import SIDES, Refused, Settings, judge
from alongside.stats.spc.judge import SERIES_AT_ONCE

TENTHS = st.integers(0, 60).map(lambda tenths: tenths / 10)
SERIES = arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 40)), elements=TENTHS | st.just(np.nan))
INDIVIDUALS = st.sampled_from(["xmr", "run", "mr"])
RULE_SETS = st.sampled_from(["nhs", "anhoej"])


def steady_lines(judged):
    return [getattr(judged, name) for name in ("centre", "lower", "upper", "lower_2s", "upper_2s")]


@given(SERIES, INDIVIDUALS, RULE_SETS, st.integers(-50, 50))
def test_moving_a_series_up_or_down_moves_its_lines_and_changes_no_signal(values, chart, rules, by):
    assume(chart != "mr")
    settings = Settings(chart=chart, rules=rules, better="up")
    here, there = judge(values, settings=settings), judge(values + by, settings=settings)

    for line, moved in zip(steady_lines(here), steady_lines(there), strict=True):
        np.testing.assert_allclose(line + by, moved, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(here.signals, there.signals)
    assert here.variation.tolist() == there.variation.tolist()


@given(SERIES, INDIVIDUALS, RULE_SETS, st.sampled_from([0.01, 0.1, 3.0, 1000.0]))
def test_another_unit_scales_the_lines_and_changes_no_signal(values, chart, rules, unit):
    plain = Settings(chart=chart, rules=rules, better="down", target=3.0)
    in_unit = Settings(chart=chart, rules=rules, better="down", target=3.0 * unit)
    here, there = judge(values, settings=plain), judge(values * unit, settings=in_unit)
    multiplied = judge(
        values, settings=Settings(chart=chart, rules=rules, better="down", target=3.0 * unit, multiply=unit)
    )

    for other in (there, multiplied):
        for line, scaled in zip(steady_lines(here), steady_lines(other), strict=True):
            np.testing.assert_allclose(line * unit, scaled, rtol=1e-9, atol=1e-9 * unit)
        np.testing.assert_array_equal(here.signals, other.signals)
        assert here.assurance.tolist() == other.assurance.tolist()


@given(SERIES, st.sampled_from(["xmr", "run"]), RULE_SETS)
def test_backwards_in_time_trends_turn_and_everything_else_stays(values, chart, rules):
    settings = Settings(chart=chart, rules=rules)
    there, back = judge(values, settings=settings), judge(values[:, ::-1], settings=settings)

    np.testing.assert_allclose(there.upper, back.upper[:, ::-1], rtol=1e-9, atol=1e-12)
    mirrored = back.signals[..., ::-1].copy()
    mirrored[1] = mirrored[1, ::-1]  # rising is falling
    np.testing.assert_array_equal(there.signals, mirrored)
    np.testing.assert_array_equal(there.runs.signal, back.runs.signal)


@given(SERIES, st.sampled_from(["xmr", "run"]), RULE_SETS)
def test_upside_down_high_is_low_and_better_up_is_better_down(values, chart, rules):
    up = judge(values, settings=Settings(chart=chart, rules=rules, better="up", target=2.0))
    down = judge(-values, settings=Settings(chart=chart, rules=rules, better="down", target=-2.0))

    np.testing.assert_array_equal(up.signals, down.signals[:, ::-1])
    np.testing.assert_array_equal(up.verdict, down.verdict)
    assert up.assurance.tolist() == down.assurance.tolist()


@given(SERIES, st.sampled_from(["xmr", "run", "mr", "c"]), RULE_SETS, st.randoms())
def test_the_order_of_the_series_in_a_block_does_not_matter(values, chart, rules, random):
    order = list(range(len(values)))
    random.shuffle(order)
    settings = Settings(chart=chart, rules=rules, better="up")
    one, other = judge(values, settings=settings), judge(values[order], settings=settings)

    np.testing.assert_array_equal(one.upper[order], other.upper)
    np.testing.assert_array_equal(one.signals[:, :, order], other.signals)
    assert [one.notes[series] for series in order] == list(other.notes)


@given(SERIES, st.sampled_from(["xmr", "run", "mr", "c"]), RULE_SETS)
def test_a_series_is_judged_alike_alone_and_among_others(values, chart, rules):
    settings = Settings(chart=chart, rules=rules)
    block = judge(values, settings=settings)
    for series, row in enumerate(values):
        alone = judge(row, settings=settings)
        np.testing.assert_array_equal(alone.upper[0], block.upper[series])
        np.testing.assert_array_equal(alone.signals[:, :, 0], block.signals[:, :, series])
        assert alone.notes[0] == block.notes[series]


@given(
    st.floats(-1e12, 1e12, allow_subnormal=False),
    st.integers(1, 60),
    st.sampled_from(["xmr", "run", "mr"]),
    RULE_SETS,
    st.sampled_from([1, 3, 100]),
)
def test_a_constant_series_is_never_flagged(value, rows, chart, rules, multiply):
    judged = judge([value] * rows, settings=Settings(chart=chart, rules=rules, multiply=multiply))
    assert not judged.signals.any()


@given(st.integers(0, 30), st.lists(st.integers(1, 500), min_size=1, max_size=40), st.sampled_from([1, 100]))
def test_a_constant_share_is_never_flagged_whatever_the_denominators(part, sizes, multiply):
    sizes = np.array(sizes, dtype=float) * 30
    for chart in ("p", "pp", "u", "up"):
        judged = judge(sizes * part / 30, sizes, settings=Settings(chart=chart, multiply=multiply))
        assert not judged.signals.any()


@given(SERIES, st.integers(0, 39))
def test_an_excluded_value_could_be_anything(values, row):
    assume(row < values.shape[1])
    excluded = np.zeros(values.shape, dtype=bool)
    excluded[:, row] = True
    changed = values.copy()
    changed[:, row] = np.where(np.isnan(values[:, row]), np.nan, 1e6)
    for chart in ("xmr", "run", "c"):
        settings = Settings(chart=chart, better="up")
        one = judge(values, excluded=excluded, settings=settings)
        other = judge(changed, excluded=excluded, settings=settings)
        np.testing.assert_array_equal(one.upper, other.upper)
        np.testing.assert_array_equal(one.signals, other.signals)


@given(SERIES)
def test_signals_lie_where_they_say(values):
    judged = judge(values, settings=Settings(chart="xmr"))
    high, low = (judged.signals[:, side] for side in range(len(SIDES)))

    assert (judged.y[high[0]] > judged.upper[high[0]]).all()
    assert (judged.y[low[0]] < judged.lower[low[0]]).all()
    assert (judged.y[high[2]] > judged.upper_2s[high[2]]).all()
    assert (judged.y[high[3]] > judged.centre[high[3]]).all()
    assert not (judged.signals & ~judged.usable).any()
    assert (judged.signals & judged.counted == judged.counted).all()


@pytest.mark.parametrize("chart", ["xmr", "run"])
def test_a_thousand_series_are_the_same_as_one_thousand_times(chart):
    values = np.random.default_rng(2).normal(size=(1000, 36)).round(2)
    settings = Settings(chart=chart, better="up", target=1.0)
    block = judge(values, settings=settings)
    for series in range(0, 1000, 97):
        alone = judge(values[series], settings=settings)
        np.testing.assert_array_equal(alone.signals[:, :, 0], block.signals[:, :, series])
        assert alone.variation[0] == block.variation[series]


def test_a_block_of_many_series_is_judged_in_parts_as_if_it_were_one():
    many = 2 * SERIES_AT_ONCE + 7
    random = np.random.default_rng(4)
    values = random.normal(size=(many, 24)).round(1)
    values[random.random(values.shape) < 0.05] = np.nan
    phase = np.where(np.arange(24) < 15, 1, 2) * np.ones((many, 1), dtype=int)
    phase[SERIES_AT_ONCE:] = 1
    excluded = random.random(values.shape) < 0.02
    length = random.integers(20, 25, many)
    targets = random.normal(size=many).round(1)
    whole = judge(
        values, phase=phase, excluded=excluded, length=length,
        settings=Settings(chart="xmr", better="up", target=targets, per_year=12),
    )  # fmt: skip
    for series in (0, 1, SERIES_AT_ONCE - 1, SERIES_AT_ONCE, 2 * SERIES_AT_ONCE, many - 1):
        alone = judge(
            values[series], phase=phase[series], excluded=excluded[series], length=length[series],
            settings=Settings(chart="xmr", better="up", target=targets[series], per_year=12),
        )  # fmt: skip
        for name in ("y", "centre", "lower", "own_upper", "judged_by", "verdict", "usable"):
            np.testing.assert_array_equal(getattr(whole, name)[series], getattr(alone, name)[0])
        np.testing.assert_array_equal(whole.signals[:, :, series], alone.signals[:, :, 0])
        assert whole.runs_of(series) == alone.runs_of(0)
        assert whole.notes[series] == alone.notes[0]
        assert (whole.variation[series], whole.assurance[series]) == (alone.variation[0], alone.assurance[0])
    assert len(whole.notes) == many
    assert whole.settings.target_of(many - 1) == targets[-1]


def test_in_a_block_of_many_series_a_refusal_names_the_right_one():
    values = np.zeros((SERIES_AT_ONCE + 5, 3))
    values[SERIES_AT_ONCE + 2, 1] = -1
    with pytest.raises(Refused) as refused:
        judge(values, settings=Settings(chart="c"))
    assert (refused.value.params["series"], refused.value.params["row"]) == (SERIES_AT_ONCE + 3, 2)
    with pytest.raises(Refused, match="There are 2 values of target"):
        judge(abs(values), settings=Settings(chart="c", target=[1, 2]))
