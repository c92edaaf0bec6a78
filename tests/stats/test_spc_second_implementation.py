"""The fast code and the slow one say the same about random series: limits to 1e-9, flags exactly."""

from math import isclose, isnan

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from alongside.stats.spc import CHART_TYPES, Settings, judge
from tests.oracles.spc import COUNTS, judge_slowly

LINES = ("y", "centre", "lower", "upper", "lower_2s", "upper_2s", "own_centre", "own_lower", "own_upper")
SHARES, RATES, SAMPLES = ("p", "pp"), ("u", "up"), ("xbar", "s")
SIZED = (*SHARES, *RATES, *SAMPLES, "ip")


@st.composite
def rows(draw, chart):
    """One series: values, denominators, phases, exclusions, in runs long enough for every rule to fire."""
    length = draw(st.integers(0, 45))
    level, wide = draw(st.integers(0, 40)), draw(st.sampled_from([0, 1, 3, 12]))
    slope = 0
    values, sizes, spreads, phases, excluded, phase = [], [], [], [], [], 1
    usual = draw(st.sampled_from([1, 2, 5, 60])) if chart in SAMPLES else 60
    for row in range(length):
        kind = draw(st.integers(0, 40))
        if kind == 0:
            level = max(0, level + draw(st.integers(-30, 30)))
        if kind == 1 and row:
            phase += 1
        if kind in (6, 7):
            slope = draw(st.integers(-4, 4))
        level = max(0, level + slope)
        value = max(0, level + draw(st.integers(-wide, wide)))
        size = draw(st.sampled_from([usual] * 6 if wide == 1 else [1, 7, usual, usual, usual, 500]))
        values.append(None if kind == 2 else min(value, size) if chart in SHARES else value)
        sizes.append(draw(st.sampled_from([None, 0])) if kind == 3 else size)
        if kind == 3 and chart in SHARES:
            values[-1] = 0
        spreads.append(draw(st.integers(0, 5)) / 2 if sizes[-1] and sizes[-1] > 1 else None)
        phases.append(phase)
        excluded.append(kind in (4, 5))
    if chart == "s":
        values = spreads
    elif chart not in COUNTS:
        divisor = draw(st.sampled_from([1, 10, 7]))
        values = [value if value is None else value / divisor for value in values]
    return values, sizes, phases, excluded, spreads


@st.composite
def blocks(draw):
    chart = draw(st.sampled_from(sorted(CHART_TYPES)))
    multiply = draw(st.sampled_from([1, 100]))
    asked = {
        "chart": chart,
        "rules": draw(st.sampled_from(["nhs", "anhoej"])),
        "better": draw(st.sampled_from(["up", "down", "neither"])),
        "baseline": draw(st.sampled_from([None, None, 2, 12, 13, 20])),
        "multiply": multiply,
        "screen": draw(st.booleans()),
        "trend": draw(st.sampled_from([6, 7])),
        "two_in_three": draw(st.sampled_from(["beyond", "within"])),
        "balancing": draw(st.booleans()),
        "sigma": draw(st.sampled_from([None, None, "sbar", "pooled"])),
    }
    series = draw(st.lists(rows(chart), min_size=1, max_size=3))
    highest = 1 if chart in SHARES else 40
    levels = st.none() | st.floats(0, highest).map(lambda level: round(level, 2) * multiply)
    targets = [draw(levels) for _ in series]
    centres = [draw(st.none() | levels) for _ in series]
    return asked, series, targets, centres


def padded(all_values, kind, fill):
    width = max(len(values) for values in all_values)
    return np.array([[fill if v is None else v for v in values] + [fill] * (width - len(values))
                     for values in all_values], dtype=kind).reshape(len(all_values), width)  # fmt: skip


def judge_fast(asked, series, targets, centres):
    values, sizes, phases, excluded, spreads = ([each[part] for each in series] for part in range(5))
    return judge(
        padded(values, float, np.nan),
        padded(sizes, float, np.nan) if asked["chart"] in SIZED else None,
        sd=padded(spreads, float, np.nan) if asked["chart"] == "xbar" else None,
        phase=padded(phases, int, 99),
        excluded=padded(excluded, bool, True),
        length=[len(each) for each in values],
        settings=Settings(**asked, target=targets, centre=centres),
    )


def test_a_fall_at_the_end_of_a_long_series_is_seen_by_both():
    falling = [20.0] * 20 + [9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0]
    series = (falling, [1] * 27, [1] * 27, [False] * 27, [None] * 27)
    agree({"chart": "xmr", "better": "up"}, [series], [5.0], [None])


@given(blocks())
@example(({"chart": "p"}, [([], [], [], [], [])], [None], [None]))
def test_the_fast_and_the_slow_code_agree(block):
    agree(*block)


def agree(asked, series, targets, centres):
    judged = judge_fast(asked, series, targets, centres)
    for which, (values, sizes, phases, excluded, spreads) in enumerate(series):
        slow = judge_slowly(
            values,
            sizes if asked["chart"] in SIZED else None,
            phases,
            excluded,
            sd=spreads,
            **asked,
            target=targets[which],
            centre=centres[which],
        )
        for row, point in enumerate(slow["points"]):
            for name in LINES:
                assert same(getattr(judged, name)[which, row], point[name]), (name, row)
            assert judged.judged_by[which, row] == point["judged_by"]
            assert judged.in_baseline[which, row] == point["in_baseline"]
            assert set(judged.signals_at(which, row)) == point["signals"], row
            assert judged.verdict_at(which, row) == point["verdict"], row
        assert judged.runs_of(which) == slow["runs"]
        assert judged.variation[which] == slow["variation"]
        assert judged.assurance[which] == slow["assurance"]


def same(fast, slow):
    if slow is None:
        return isnan(fast)
    # Limits that meet at 0 leave rounding errors of the size of what was subtracted.
    return isclose(fast, slow, rel_tol=1e-9, abs_tol=1e-9)
