"""Disclosure control: what is hidden, how the rest is rounded, and that nobody can work out what is hidden."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.stats.disclosure import (
    BadProfile,
    Profile,
    Span,
    possible,
    protect_counts,
    protect_series,
    protect_statistics,
    protect_table,
    rounded,
    span,
)
from tests.oracles import disclosure as oracle

NHS = Profile()
EXACT = Profile(mode="none")
MIDPOINT = Profile(mode="midpoint6")
THREE = Profile(mode="none", count_min=3)
CENSUS = Profile(count_min=15, mode="bands", bands=((100, 10), (1000, 50), (10_000, 100), (100_000, 500), (None, 1000)))  # fmt: skip
ROUNDINGS = {
    NHS: oracle.nearest(5),
    EXACT: oracle.unrounded,
    MIDPOINT: oracle.middle_of_six,
    THREE: oracle.unrounded,
}


def cells(controlled):
    return list(controlled.cells())


def told(controlled):
    """Values, or the reason why there is none."""
    return [reason if value is None else value for value, _, reason in controlled.cells()]


class TestACount:
    @pytest.mark.parametrize(
        ("count", "becomes"),
        [
            (0, (0.0, "ok", "")),
            (1, (None, "suppressed", "small")),
            (7, (None, "suppressed", "small")),
            (8, (10.0, "rounded", "")),
            (9, (10.0, "rounded", "")),
            (12, (10.0, "rounded", "")),
            (13, (15.0, "rounded", "")),
            (49, (50.0, "rounded", "")),
            (50, (50.0, "rounded", "")),
            (math.nan, (None, "missing", "")),
        ],
    )
    def test_is_hidden_rounded_or_shown_as_nothing(self, count, becomes):
        assert cells(protect_counts([count], profile=NHS)) == [becomes]

    def test_that_rounding_leaves_alone_still_says_that_it_was_rounded(self):
        assert cells(protect_counts([10], profile=NHS)) == [(10.0, "rounded", "")]
        assert cells(protect_counts([10], profile=EXACT)) == [(10.0, "ok", "")]

    def test_of_nobody_is_hidden_where_the_profile_says_so(self):
        assert told(protect_counts([0, 8], profile=Profile(zero_shown=False))) == ["small", 10.0]

    def test_keeps_the_shape_of_the_array(self):
        assert protect_counts([[1, 20], [30, 0]], profile=NHS).values.shape == (2, 2)

    @pytest.mark.parametrize("wrong", [-1, 2.5, math.inf])
    def test_that_is_none_is_refused(self, wrong):
        with pytest.raises(ValueError, match="whole numbers"):
            protect_counts([wrong], profile=NHS)

    def test_is_never_nought_or_blank_when_it_is_hidden(self):
        made = protect_counts(range(1, 8), profile=NHS)
        assert all(
            value is None and status == "suppressed" and reason for value, status, reason in made.cells()
        )


class TestRounding:
    def test_follows_the_middles_of_six(self):
        """OpenSAFELY's own table: 1 to 6 is 3, 7 to 12 is 9, 13 to 18 is 15."""
        assert rounded([0, 1, 6, 7, 12, 13, 18], MIDPOINT).tolist() == [0, 3, 3, 9, 9, 15, 15]

    def test_follows_the_bands_of_the_census(self):
        assert rounded([15, 99, 100, 124, 999, 1049, 99_750, 100_499], CENSUS).tolist() == [
            20, 100, 100, 100, 1000, 1000, 100_000, 100_000,
        ]  # fmt: skip

    @given(st.integers(0, 3000), st.sampled_from([NHS, MIDPOINT, EXACT, CENSUS]))
    def test_leaves_a_count_within_the_span_of_what_is_shown(self, count, profile):
        if 1 <= count < profile.count_min:
            return
        low, high = span(float(rounded(count, profile)), profile)
        assert low <= count <= high
        assert {float(rounded(each, profile)) for each in range(low, high + 1)} == {
            float(rounded(count, profile))
        }

    def test_agrees_with_the_slow_rounding(self):
        for profile, slowly in ROUNDINGS.items():
            assert rounded(range(200), profile).tolist() == [slowly(count) for count in range(200)]


class TestASeries:
    def one(self, x, n, profile=NHS, share=True):
        made = protect_series([x], [n], profile=profile, share=share)
        return told(made.x)[0], told(made.n)[0], told(made.ratio)[0]

    @pytest.mark.parametrize(
        ("x", "n", "becomes"),
        [
            (40, 60, (40.0, 60.0, 40 / 60)),
            (7, 60, ("small", 60.0, "small")),
            (8, 60, (10.0, 60.0, 10 / 60)),
            (52, 60, (50.0, 60.0, 50 / 60)),
            (53, 60, ("complement", 60.0, "complement")),  # seven are left
            (60, 60, ("attribute", 60.0, "attribute")),  # everybody
            (0, 60, ("attribute", 60.0, "attribute")),  # nobody
            (20, 49, (20.0, 50.0, "base")),
            (20, 50, (20.0, 50.0, 20 / 50)),
            (5, 7, ("small", "small", "small")),
            (0, 0, (0.0, 0.0, "")),  # nobody was asked: there is nothing to hide and no percentage
        ],
    )
    def test_hides_few_of_a_group_few_left_of_it_and_percentages_of_few(self, x, n, becomes):
        assert self.one(x, n) == becomes

    def test_of_events_over_a_size_has_nobody_left(self):
        assert self.one(55, 60, share=False) == (55.0, 60.0, 55 / 60)
        assert self.one(90, 60, share=False) == (90.0, 60.0, 1.5)
        assert self.one(7, 600, share=False)[0] == "small"

    def test_is_stricter_about_staff(self):
        assert self.one(9, 60, NHS.for_staff())[0] == "small"
        assert self.one(51, 60, NHS.for_staff())[0] == "complement"
        assert self.one(10, 60, NHS.for_staff())[0] == 10.0

    def test_gives_totals_rounded_on_their_own_and_none_with_a_hidden_part(self):
        whole = protect_series([21, 21], [62, 62], profile=NHS)
        assert (whole.total_x, whole.total_n) == (40.0, 125.0)  # not 20 + 20, not 60 + 60

        parted = protect_series([21, 3], [62, 62], profile=NHS)
        assert (parted.total_x, parted.total_n) == (None, 125.0)

    def test_of_more_than_the_group_is_refused(self):
        with pytest.raises(ValueError, match="more than its group"):
            protect_series([9], [8], profile=NHS)

    def test_misses_what_is_missing(self):
        made = protect_series([math.nan, 30], [60, math.nan], profile=NHS)
        assert [status for _, status, _ in made.ratio.cells()] == ["missing", "missing"]

    @settings(max_examples=80)
    @given(st.integers(0, 90), st.integers(0, 90))
    def test_of_one_point_lets_nobody_work_out_a_small_count(self, x, n):
        """Attack of percentage and rounded group: whatever is published, several numerators fit."""
        if x > n:
            x, n = n, x
        made = protect_series([x], [n], profile=NHS)
        (ratio,), (top,), (size,) = ([v for v, _, _ in c.cells()] for c in (made.ratio, made.x, made.n))
        fits = oracle.series_that_fit(size, top, ratio, rounding=oracle.nearest(5), least=8, largest=100)

        assert (x, n) in fits
        if 1 <= x < 8 or 1 <= n - x < 8:
            assert len({part for part, _ in fits}) > 2
            assert len({group - part for part, group in fits}) > 2


class TestAStatistic:
    def test_needs_eight_behind_it(self):
        assert told(protect_statistics([11.4, 11.4], [8, 7], profile=NHS)) == [11.4, "basis"]

    def test_without_a_number_behind_it_is_hidden_unless_somebody_answers_for_it(self):
        assert told(protect_statistics([11.4], None, profile=NHS)) == ["unknown"]
        assert told(protect_statistics([11.4], None, profile=NHS, known_to_be_enough=True)) == [11.4]

    def test_has_so_few_figures_that_the_number_behind_it_is_not_told(self):
        """A mean of 100/13 days with all its decimals is no mean of 8 to 12: times them it gives no whole number of days."""
        exact = 100 / 13
        assert [n for n in range(8, 18) if abs(exact * n - round(exact * n)) < 1e-9] == [13]

        (shown,) = told(protect_statistics([exact], [13], profile=NHS))

        fitting = [
            n for n in range(8, 18) if any(float(f"{total / n:.3g}") == shown for total in range(1, 400))
        ]
        assert shown == 7.69
        assert len(fitting) > 1


class TestATable:
    def test_whose_margin_would_give_a_hidden_cell_away_does_not(self):
        """3, 12, 25 and 40 in all: hiding 3 alone hides nothing (the first attack)."""
        shown = [[Span(1, 7), Span(12, 12), Span(25, 25)]]
        assert possible(shown, [Span(40, 40)], [Span(0, None)] * 3, Span(40, 40), [(0, 0)]) == [Span(3, 3)]

        made = protect_table([[3, 12, 25]], profile=EXACT)
        assert told(made.rows) != [40.0] or told(made.cells)[1] == "secondary"
        assert_safe([[3, 12, 25]], EXACT)

    def test_rounds_its_sums_on_their_own(self):
        made = protect_table([[11, 11, 11], [22, 22, 22]], profile=NHS)
        assert made.cells.values.tolist() == [[10, 10, 10], [20, 20, 20]]
        assert (made.rows.values.tolist(), made.total.values.tolist()) == ([35, 65], [100])

    def test_is_not_safe_by_rounding_alone(self):
        """8, 8 and 1: shown as 10, 10 and 15 in all, the hidden one can only be 1."""
        naive = possible([[Span(8, 12), Span(8, 12), Span(1, 7)]], [Span(13, 17)], [Span(0, None)] * 3, Span(13, 17), [(0, 2)])  # fmt: skip
        assert naive == [Span(1, 1)]

        assert_safe([[8, 8, 1]], NHS)

    def test_tells_nothing_where_the_reasons_themselves_would(self):
        """Seven ones: each of the cells is 1 or more and their sum 7 or less."""
        made = protect_table([[1] * 7], profile=NHS)
        assert set(told(made.cells)) | set(told(made.rows)) == {"secondary"}

    def test_hides_no_more_than_a_square_where_that_is_enough(self):
        made = protect_table([[3, 12, 25], [40, 50, 60]], profile=EXACT)
        assert made.cells.hidden.tolist() == [[True, True, False], [True, True, False]]

    def test_without_small_counts_is_only_rounded(self):
        assert not protect_table([[20, 30], [40, 0]], profile=NHS).cells.hidden.any()

    @pytest.mark.parametrize("wrong", [[[math.nan, 1.0]], [], [[-1.0]], [[0.5]]])
    def test_of_anything_but_counts_is_refused(self, wrong):
        with pytest.raises(ValueError, match="count"):
            protect_table(wrong, profile=NHS)

    @settings(max_examples=40)
    @given(
        st.integers(1, 2).flatmap(
            lambda height: st.integers(1, 3).flatmap(
                lambda width: st.lists(
                    st.lists(
                        st.one_of(st.integers(0, 9), st.integers(0, 14)), min_size=width, max_size=width
                    ),
                    min_size=height,
                    max_size=height,
                )
            )
        ),
        st.sampled_from([NHS, EXACT, MIDPOINT, THREE]),
    )
    def test_lets_nobody_work_out_a_small_count(self, table, profile):
        assert_safe(table, profile)

    def test_of_the_linear_programme_agrees_with_trying_everything(self):
        random = np.random.default_rng(7)
        for _ in range(25):
            exact = random.integers(0, 14, size=(2, 2))
            spans = [[known_of(count) for count in row] for row in exact.tolist()]
            rows = [Span(s, s + 2) for s in exact.sum(1).tolist()]
            columns = [Span(max(s - 1, 0), s) for s in exact.sum(0).tolist()]
            total = Span(int(exact.sum()), int(exact.sum()) + 1)
            asked = [(r, c) for r in range(2) for c in range(2)]
            fitting = [
                guess
                for guess in np.ndindex(*(s.high - s.low + 1 for row in spans for s in row))
                if _adds_up(guess, spans, rows, columns, total)
            ]
            values = [[g[i] + [s for row in spans for s in row][i].low for g in fitting] for i in range(4)]
            assert possible(spans, rows, columns, total, asked) == [Span(min(v), max(v)) for v in values]


def known_of(count: int) -> Span:
    return Span(1, 7) if 1 <= count <= 7 else Span(*span(float(rounded(count, NHS)), NHS))


def _adds_up(guess, spans, rows, columns, total) -> bool:
    flat = [s for row in spans for s in row]
    table = np.array([g + s.low for g, s in zip(guess, flat, strict=True)]).reshape(2, 2)
    return (
        all(s.low <= v <= s.high for v, s in zip(table.sum(1), rows, strict=True))
        and all(s.low <= v <= s.high for v, s in zip(table.sum(0), columns, strict=True))
        and total.low <= table.sum() <= total.high
    )


def assert_safe(table, profile) -> None:
    """Whoever tries every table that fits what is published finds the true one, and for each small count more than one value."""
    made = protect_table(table, profile=profile)
    height, width = len(table), len(table[0])

    def published(controlled):
        return [(value, reason) for value, _, reason in controlled.cells()]

    flat = published(made.cells)
    everything_hidden = {reason for _, reason in flat} == {"secondary"}
    if everything_hidden:
        return  # nothing at all was published
    found = oracle.tables_that_fit(
        [flat[start : start + width] for start in range(0, height * width, width)],
        published(made.rows), published(made.columns), published(made.total)[0],
        rounding=ROUNDINGS[profile], least=profile.count_min, largest=30,
    )  # fmt: skip
    if found is None:
        return  # too many to try: that is safe enough
    for values, exact, (value, _) in zip(found, [c for row in table for c in row], flat, strict=True):
        assert exact in values
        if value is None and 1 <= exact < profile.count_min:
            assert len(values) >= min(profile.candidates, profile.count_min - 1)


class TestAProfile:
    def test_of_the_same_rules_has_the_same_fingerprint(self):
        assert Profile(bands=[[None, 5]]).fingerprint == Profile(bands=((None, 5),)).fingerprint
        assert len(NHS.fingerprint) == 64

    @pytest.mark.parametrize(
        "wrong",
        [
            {"mode": "up"}, {"count_min": 2}, {"step": 0}, {"candidates": 1}, {"mode": "bands"},
            {"mode": "bands", "bands": ((50, 5), (20, 10), (None, 10))}, {"mode": "bands", "bands": ((50, 0), (None, 10))},
        ],
    )  # fmt: skip
    def test_that_contradicts_itself_is_refused(self, wrong):
        with pytest.raises(BadProfile):
            Profile(**wrong)
