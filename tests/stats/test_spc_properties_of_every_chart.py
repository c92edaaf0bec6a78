"""What must hold for any series on any chart: shifted, scaled, turned round, put in another order, constant."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.stats.spc import CHART_TYPES, RULES, Settings, judge

EVERY_CHART = sorted(CHART_TYPES)
SHARES, WITH_SIZES = (
    {"p", "pp"},
    {name for name, kind in CHART_TYPES.items() if kind.denominator == "required"},
)
LINES = ("y", "centre", "lower", "upper", "lower_2s", "upper_2s")
# Where the unit of the values is a matter of choice; the others count things.
SCALED = ("run", "xmr", "mr", "t", "ip", "xbar", "s")
SHIFTED = ("run", "xmr", "ip", "xbar")
RULE_SETS = st.sampled_from(["nhs", "anhoej"])


@st.composite
def blocks(draw, charts):
    """Values, sizes and standard deviations that the chart can be made of, some of them missing."""
    chart = draw(st.sampled_from(charts))
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 40)))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    sizes = random.integers(1, 9, shape).astype(float) * draw(st.sampled_from([1, 10]))
    highest = sizes if chart in SHARES else 40
    values = np.round(random.random(shape) * highest) + draw(st.sampled_from([0, 5])) * (chart not in SHARES)
    step = draw(st.integers(0, shape[1]))
    values[:, step:] += draw(st.sampled_from([0, 30])) * (chart not in SHARES)
    values[random.random(shape) < draw(st.sampled_from([0, 0.1]))] = np.nan
    return chart, values, sizes, random.integers(0, 9, shape) / 2


def judged(chart, values, sizes, spreads, **settings):
    n = sizes if chart in WITH_SIZES else None
    sd = spreads if chart == "xbar" else None
    return judge(values, n, sd=sd, settings=Settings(chart=chart, **settings))


def same(one, other, by=1.0):
    """Lines `by` times as high, within rounding, and the same signals."""
    for name in LINES:
        largest = np.nanmax(np.abs(getattr(one, name)), initial=0.0) * abs(by)
        np.testing.assert_allclose(
            getattr(one, name) * by, getattr(other, name), rtol=1e-9, atol=1e-12 + 1e-9 * largest
        )
    np.testing.assert_array_equal(one.signals, other.signals)


@given(blocks(SCALED), RULE_SETS, st.sampled_from([0.125, 3.0, 1000.0]))
def test_another_unit_scales_every_line_and_changes_no_signal(block, rules, unit):
    chart, values, sizes, spreads = block
    here = judged(chart, values, sizes, spreads, rules=rules)
    same(here, judged(chart, values * unit, sizes, spreads * unit, rules=rules), unit)
    same(here, judged(chart, values, sizes, spreads, rules=rules, multiply=unit), unit)


@given(blocks(EVERY_CHART), RULE_SETS, st.sampled_from([100.0, 1000.0]))
def test_what_is_multiplied_is_only_written_otherwise(block, rules, times):
    chart, values, sizes, spreads = block
    same(
        judged(chart, values, sizes, spreads, rules=rules),
        judged(chart, values, sizes, spreads, rules=rules, multiply=times),
        times,
    )


@given(blocks(SHIFTED), RULE_SETS, st.integers(-50, 50))
def test_moving_every_value_moves_the_lines_and_changes_no_signal(block, rules, by):
    chart, values, sizes, spreads = block
    moved = values + (by * sizes if chart == "ip" else by)
    here = judged(chart, values, sizes, spreads, rules=rules)
    there = judged(chart, moved, sizes, spreads, rules=rules)
    for name in LINES:
        np.testing.assert_allclose(getattr(here, name) + by, getattr(there, name), rtol=1e-9, atol=1e-7)
    np.testing.assert_array_equal(here.signals, there.signals)


@given(blocks([chart for chart in EVERY_CHART if chart != "mr"]), RULE_SETS)
def test_backwards_in_time_trends_turn_and_everything_else_stays(block, rules):
    chart, values, sizes, spreads = block
    there = judged(chart, values, sizes, spreads, rules=rules)
    back = judged(chart, values[:, ::-1], sizes[:, ::-1], spreads[:, ::-1], rules=rules)
    for name in LINES:
        np.testing.assert_allclose(getattr(there, name), getattr(back, name)[:, ::-1], rtol=1e-9, atol=1e-9)
    mirrored = back.signals[..., ::-1].copy()
    rising = RULES.index("trend")
    mirrored[rising] = mirrored[rising, ::-1]
    np.testing.assert_array_equal(there.signals, mirrored)
    np.testing.assert_array_equal(there.runs.signal, back.runs.signal)


@given(blocks(EVERY_CHART), RULE_SETS, st.randoms())
def test_series_in_another_order_are_judged_alike_and_alike_alone(block, rules, random):
    chart, values, sizes, spreads = block
    order = list(range(len(values)))
    random.shuffle(order)
    here = judged(chart, values, sizes, spreads, rules=rules, better="up")
    there = judged(chart, values[order], sizes[order], spreads[order], rules=rules, better="up")
    np.testing.assert_array_equal(here.upper[order], there.upper)
    np.testing.assert_array_equal(here.signals[:, :, order], there.signals)
    assert here.variation[order].tolist() == there.variation.tolist()
    assert [here.notes[series] for series in order] == list(there.notes)
    alone = judged(chart, values[:1], sizes[:1], spreads[:1], rules=rules, better="up")
    np.testing.assert_array_equal(alone.upper[0], here.upper[0])
    assert alone.notes[0] == here.notes[0]


@pytest.mark.parametrize("chart", EVERY_CHART)
@given(
    st.integers(0, 400).map(lambda tenths: tenths / 10) | st.floats(1e-9, 1e12),
    st.integers(1, 60),
    st.sampled_from([1, 3, 100]),
    RULE_SETS,
    st.sampled_from([1.0, 5.0]),
)
def test_a_constant_series_is_never_flagged(chart, value, rows, multiply, rules, size):
    sizes = np.full((1, rows), size)
    values = np.full((1, rows), min(value, size) if chart in SHARES else value)
    found = judged(chart, values, sizes, np.full((1, rows), 0.7), rules=rules, multiply=multiply, better="up")
    assert not found.signals.any()
    assert found.variation[0] == ("common" if rows >= 13 and _has_limits(chart, size, rows) else None)


def _has_limits(chart, size, rows):
    if chart in {"xbar", "s"}:
        return size > 1
    return chart != "mr" or rows > 13


@given(blocks(EVERY_CHART), st.integers(0, 39))
def test_an_excluded_value_could_be_anything(block, row):
    chart, values, sizes, spreads = block
    row %= values.shape[1]
    excluded = np.zeros(values.shape, dtype=bool)
    excluded[:, row] = True
    changed = values.copy()
    changed[:, row] = np.where(np.isnan(values[:, row]), np.nan, sizes[:, row] if chart in SHARES else 1e6)
    n, sd = sizes if chart in WITH_SIZES else None, spreads if chart == "xbar" else None
    one, other = (
        judge(each, n, sd=sd, excluded=excluded, settings=Settings(chart=chart)) for each in (values, changed)
    )
    np.testing.assert_array_equal(one.upper, other.upper)
    np.testing.assert_array_equal(one.signals, other.signals)


@given(blocks(EVERY_CHART), RULE_SETS)
def test_limits_stand_in_their_order_and_within_what_can_be(block, rules):
    chart, values, sizes, spreads = block
    found = judged(chart, values, sizes, spreads, rules=rules)
    there = ~np.isnan(found.upper)
    slack = 1e-12 * (1 + np.abs(found.upper[there]))
    for low, high in (("lower", "lower_2s"), ("lower_2s", "upper_2s"), ("upper_2s", "upper")):
        assert (getattr(found, low)[there] <= getattr(found, high)[there] + slack).all()
    kind = CHART_TYPES[chart]
    if kind.floor is not None:
        assert (found.lower[there] >= kind.floor).all()
    if kind.cap is not None:
        assert (found.upper[there] <= kind.cap).all()
    allowed = {"outside", "shift"} if rules == "anhoej" else set(kind.nhs_rules)
    held = {RULES[rule] for rule in np.flatnonzero(found.signals.any(axis=(1, 2, 3)))}
    assert held <= allowed
