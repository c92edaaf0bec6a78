"""Interrupted time series: what the terms mean, how intervals are made, what is said, what is refused."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.stats.its import ERRORS, NOTES, REFUSALS, Refused, Specification, analyse, analyse_many
from alongside.stats.its.notes import Note
from tests.oracles import its as slowly

# A jump of 4 and a rise of 0.5 a period more, with a little wobble.
WOBBLE = [0.3, -0.4, 0.1, 0.5, -0.6, 0.2, -0.1, 0.4, -0.3, 0.0, 0.2, -0.3]
SERIES = [10 + 0.2 * t + WOBBLE[t % 12] + (4 + 0.5 * (t - 13) if t >= 13 else 0) for t in range(1, 25)]
PLAIN = Specification(errors="none")


def codes(found):
    return [note.code for note in found.notes]


def values(fewest=8, most=40):
    return st.lists(st.integers(-50, 50).map(lambda v: v / 4), min_size=fewest, max_size=most)


def test_the_jump_is_read_at_the_period_of_the_change():
    exact = [2.0 * t for t in range(1, 11)] + [2.0 * t + 7 + 3 * (t - 11) for t in range(11, 21)]
    found = analyse(exact, change=11)
    assert {term.name: round(term.estimate, 9) for term in found.terms} == {
        "intercept": 0, "trend": 2, "level_change": 7, "trend_change": 3,
    }  # fmt: skip


def test_time_counts_periods_and_not_rows():
    times = [1, 2, 3, 5, 6, 8, 9, 10, 12, 13]
    exact = [5 + 1.5 * t + (4 if t >= 8 else 0) for t in times]
    found = analyse(exact, time=times, change=8)
    assert found.term("trend").estimate == pytest.approx(1.5)
    assert found.term("level_change").estimate == pytest.approx(4)
    assert "gaps" in codes(found)


def test_a_missing_value_is_a_gap_like_a_missing_row():
    holed = list(SERIES)
    holed[4] = np.nan
    times = [t for t in range(1, 25) if t != 5]
    kept = [SERIES[t - 1] for t in times]
    one = analyse(holed, change=13, specification=Specification(errors="ar1"))
    other = analyse(kept, time=times, change=13, specification=Specification(errors="ar1"))
    assert [t.estimate for t in one.terms] == [t.estimate for t in other.terms]
    assert (one.rows, one.ar1) == (23, other.ar1)


def test_a_period_that_the_change_falls_inside_is_left_out():
    spoilt = list(SERIES)
    spoilt[12] = 1000.0
    inside = analyse(spoilt, change=13, inside=True, specification=PLAIN)
    assert inside.rows == 23
    assert inside.after == 11
    assert Note("left_out", {"count": 1}) in inside.notes
    # The trend's change still counts from the period that the change falls inside.
    clean = analyse(
        [v for i, v in enumerate(SERIES) if i != 12],
        time=[t for t in range(1, 25) if t != 13],
        change=13,
        specification=PLAIN,
    )
    assert [t.estimate for t in inside.terms] == pytest.approx([t.estimate for t in clean.terms])


def test_a_phase_in_leaves_out_more():
    spoilt = list(SERIES)
    spoilt[12:15] = [1000.0] * 3
    whole = analyse(spoilt, change=13, specification=Specification(errors="none", phase_in=3))
    inside = analyse(spoilt, change=13, inside=True, specification=Specification(errors="none", phase_in=2))
    assert [t.estimate for t in whole.terms] == [t.estimate for t in inside.terms]
    assert whole.rows == 21
    assert whole.term("level_change").estimate == pytest.approx(4, abs=0.5)


def test_without_a_slope_there_is_one_jump():
    found = analyse(SERIES, change=13, specification=Specification(slope=False))
    assert [term.name for term in found.terms] == ["intercept", "trend", "level_change"]


@given(values(), st.floats(0.2, 0.8))
def test_estimates_and_spreads_are_those_of_exact_fractions(y, where):
    change = 1 + max(2, min(len(y) - 2, round(where * len(y))))
    rows = slowly.design(range(1, len(y) + 1), change)
    estimates, variances = slowly.exact_least_squares(rows, y)
    found = analyse(y, change=change, specification=PLAIN)
    assert found.estimates == pytest.approx(estimates, rel=1e-12, abs=1e-12)
    if "no_spread" not in codes(found):
        assert np.diag(found.covariance) == pytest.approx(variances, rel=1e-9)
    else:
        assert max(variances) < 1e-20


@settings(max_examples=30)
@given(values(12, 30), st.data())
def test_the_likeness_of_neighbours_is_where_the_restricted_likelihood_is_highest(y, data):
    times = sorted(data.draw(st.sets(st.integers(1, 45), min_size=len(y), max_size=len(y))))
    change = times[len(times) // 2]
    found = analyse(y, time=times, change=change, specification=Specification(errors="ar1"))
    if "no_spread" in codes(found):
        return
    x = slowly.design(times, change)
    at, estimates, covariance = slowly.restricted_likelihood(times, y, x, found.ar1)
    assert found.estimates == pytest.approx(estimates, rel=1e-8, abs=1e-8)
    assert found.covariance == pytest.approx(covariance, rel=1e-6, abs=1e-9)
    for rho in np.linspace(-0.985, 0.985, 80):
        assert slowly.restricted_likelihood(times, y, x, rho)[0] <= at + 0.02


@pytest.mark.parametrize("lag", [0, 1, 3])
def test_newey_west_errors_look_back_over_periods_not_rows(lag):
    times = [t for t in range(1, 25) if t not in (4, 17)]
    y = [SERIES[t - 1] for t in times]
    found = analyse(y, time=times, change=13, specification=Specification(errors="newey-west", nw_lag=lag))
    expected = slowly.newey_west(times, y, slowly.design(times, 13), found.estimates, lag)
    assert found.covariance == pytest.approx(expected, rel=1e-8)
    assert codes(found)[0] == "newey_west"


def test_a_slow_second_implementation_of_counts():
    import statsmodels.api as statsmodels

    random = np.random.default_rng(5)
    size = random.integers(200, 400, 30).astype(float)
    y = random.poisson(0.1 * size).astype(float)
    found = analyse(y, n=size, change=16, specification=Specification(model="quasipoisson", errors="none"))
    x = np.array(slowly.design(range(1, 31), 16), dtype=float)
    peer = statsmodels.GLM(y, x, family=statsmodels.families.Poisson(), offset=np.log(size)).fit(
        scale="X2", tol=1e-12
    )
    assert found.estimates == pytest.approx(peer.params, rel=1e-7)
    assert [term.se for term in found.terms] == pytest.approx(peer.bse, rel=1e-5)
    assert found.dispersion == pytest.approx(peer.scale, rel=1e-6)


@pytest.mark.parametrize("errors", ERRORS)
def test_shifting_and_stretching_the_values_shifts_and_stretches_the_estimates(errors):
    asked = Specification(errors=errors)
    plain = analyse(SERIES, change=13, specification=asked)
    moved = analyse([100 - 3 * value for value in SERIES], change=13, specification=asked)
    assert moved.term("level_change").estimate == pytest.approx(-3 * plain.term("level_change").estimate)
    assert moved.term("level_change").se == pytest.approx(3 * plain.term("level_change").se, rel=1e-6)
    assert moved.term("trend_change").p == pytest.approx(plain.term("trend_change").p, rel=1e-5)


def test_rows_may_come_in_any_order():
    order = np.random.default_rng(2).permutation(24)
    plain = analyse(SERIES, change=13)
    mixed = analyse(np.array(SERIES)[order], time=order + 1, change=13)
    assert [t.estimate for t in mixed.terms] == [t.estimate for t in plain.terms]


def test_a_denominator_divides_values():
    size = [2.0 + t % 3 for t in range(24)]
    rates = analyse(SERIES, change=13)
    counts = analyse([y * n for y, n in zip(SERIES, size, strict=True)], n=size, change=13)
    assert [t.estimate for t in counts.terms] == pytest.approx([t.estimate for t in rates.terms])


def test_likeness_of_neighbours_is_allowed_for_from_twelve_points_on_each_side():
    assert analyse(SERIES, change=13).errors == "ar1"
    found = analyse(SERIES, change=12)
    assert (found.errors, found.ar1, found.before) == ("none", None, 11)
    assert codes(found)[0] == "few_points"
    assert found.notes[0].sentence().startswith("interval likely too narrow")
    found = analyse(
        [max(0, round(v)) for v in SERIES], change=13, specification=Specification(model="poisson")
    )
    assert found.errors == "none"


def test_the_interval_of_values_is_students_and_of_counts_normal():
    found = analyse(SERIES, change=13)
    term = found.term("level_change")
    assert found.df == 20
    assert (term.upper - term.estimate) / term.se == pytest.approx(2.085963447)
    counts = analyse([round(v) for v in SERIES], change=13, specification=Specification(model="quasipoisson"))
    term = counts.term("level_change")
    assert counts.df is None
    assert (term.upper - term.estimate) / term.se == pytest.approx(1.959963985)
    assert term.ratio == pytest.approx(np.exp(term.estimate))


@pytest.mark.parametrize("flat", [0.0, 8.1, 1e9, -3.3])
def test_values_that_are_all_equal_show_no_change_and_give_no_interval(flat):
    found = analyse([flat] * 24, change=13)
    assert [t.estimate for t in found.terms] == [pytest.approx(flat), 0, 0, 0]
    assert all(isnan(t.se) and isnan(t.p) and isnan(t.lower) for t in found.terms)
    assert codes(found)[0] == "no_spread"
    assert (found.ar1, found.durbin_watson, found.errors) == (None, None, "none")


def test_the_counterfactual_goes_on_as_it_went():
    found = analyse(SERIES, change=13)
    times = np.arange(1, 25)
    without, line = found.without_change(times), found.line(times)
    assert without[:12] == pytest.approx(line[:12])
    assert np.diff(without) == pytest.approx(np.full(23, found.term("trend").estimate))
    by = found.change_by(24)
    assert by.estimate == pytest.approx(line[-1] - without[-1])
    assert by.lower < by.estimate < by.upper


def test_with_a_control_its_terms_say_how_it_differs():
    times = np.tile(np.arange(1, 21), 2)
    control = np.repeat([0, 1], 20)
    random = np.random.default_rng(8)
    y = 10 + times + np.where(times >= 11, np.where(control, 2, 5), 0) + random.normal(0, 0.01, 40)
    found = analyse(y, time=times, control=control, change=11, specification=PLAIN)
    assert [t.name for t in found.terms] == [
        "intercept", "trend", "level_change", "trend_change",
        "control", "control:trend", "control:level_change", "control:trend_change",
    ]  # fmt: skip
    assert found.term("level_change").estimate == pytest.approx(5, abs=0.05)
    assert found.term("control:level_change").estimate == pytest.approx(-3, abs=0.05)
    # The change beyond the control's, and what would have been had the control's change alone happened.
    assert found.change_by(11).estimate == pytest.approx(3, abs=0.05)
    assert found.line([11])[0] - found.without_change([11])[0] == pytest.approx(3, abs=0.05)
    assert "controlled" in codes(found)


def test_series_do_not_reach_into_their_control():
    random = np.random.default_rng(3)
    own, other = random.normal(0, 1, 24), random.normal(0, 1, 24)
    asked = Specification(errors="none")
    alone = analyse(own, change=13, specification=asked)
    both = analyse(
        np.concatenate([own, other]), time=np.tile(np.arange(1, 25), 2), control=np.repeat([0, 1], 24),
        change=13, specification=asked,
    )  # fmt: skip
    assert [t.estimate for t in both.terms[:4]] == pytest.approx([t.estimate for t in alone.terms])
    steps = sum(np.square(np.diff(part)).sum() for part in (both.residuals[:24], both.residuals[24:]))
    assert both.durbin_watson == pytest.approx(steps / np.square(both.residuals).sum())


def test_a_season_is_drawn_by_harmonics():
    wave = [3 * np.sin(2 * np.pi * t / 12) for t in range(1, 37)]
    y = [
        10 + 0.1 * t + w + (5 if t >= 19 else 0) + WOBBLE[(5 * t) % 12] / 10
        for t, w in zip(range(1, 37), wave, strict=True)
    ]
    found = analyse(y, change=19, specification=Specification(harmonics=2, season=12, errors="none"))
    assert [t.name for t in found.terms][-4:] == ["sin1", "cos1", "sin2", "cos2"]
    assert found.term("sin1").estimate == pytest.approx(3, abs=0.1)
    assert found.term("level_change").estimate == pytest.approx(5, abs=0.2)


@pytest.mark.parametrize(
    ("y", "asked", "note"),
    [
        (SERIES[:23], {"per_year": 12}, "season_unknown"),
        (SERIES, {"per_year": 12}, "season_not_fitted"),
        (SERIES[:20], {"harmonics": 1, "season": 12}, "season_overfitted"),
        (SERIES[:16], {"harmonics": 1, "season": 4}, "few_per_term"),
        (SERIES, {"errors": "none"}, "none"),
        ([10 * np.sin(t / 2) for t in range(24)], {"errors": "none"}, "neighbours_alike"),
        (SERIES[:16], {"errors": "ar1"}, "ar1_few_points"),
        ([0, 90] * 12, {"model": "poisson"}, "overdispersed"),
        ([9, 10] * 12, {"model": "quasipoisson"}, "underdispersed"),
        ([9.5, 10] * 12, {"model": "quasipoisson"}, "not_whole_counts"),
        (np.cumsum(WOBBLE * 4).tolist(), {"errors": "ar1", "slope": False}, "ar1"),
    ],
)
def test_what_should_be_known_is_said(y, asked, note):
    found = analyse(y, change=13, specification=Specification(**asked))
    assert note in codes(found)
    assert all("%(" not in each.sentence() for each in found.notes)


def test_neighbours_as_alike_as_can_be_are_said():
    y = [10.0] * 12 + [10.0 + 0.001 * t for t in range(12)]
    y[5] += 100
    y[6:] = [v + 100 for v in y[6:]]
    found = analyse(y, change=13, specification=Specification(errors="ar1", slope=False))
    assert "ar1_at_bound" in codes(found)


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("unknown_choice", {"model": "probit"}),
        ("unknown_choice", {"errors": "hac"}),
        ("negative_number", {"phase_in": -1}),
        ("season_needed", {"harmonics": 1}),
        ("season_too_short", {"harmonics": 2, "season": 4}),
        ("ar1_for_ols", {"model": "poisson", "errors": "ar1"}),
        ("lag_for_newey_west", {"nw_lag": 2}),
    ],
)
def test_what_cannot_be_asked_is_refused(code, asked):
    with pytest.raises(Refused) as refused:
        Specification(**asked)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("code", "y", "given"),
    [
        ("wrong_shape", [[1.0, 2.0]], {"change": 2}),
        ("wrong_shape", SERIES, {"change": 13, "n": [1.0]}),
        ("infinite", [1.0, float("inf")] * 6, {"change": 7}),
        ("negative", [-1, 2] * 6, {"change": 7, "specification": Specification(model="poisson")}),
        ("not_whole", [1.5, 2] * 6, {"change": 7, "specification": Specification(model="poisson")}),
        ("no_size", SERIES, {"change": 13, "n": [0.0, *[1.0] * 23]}),
        ("time_twice", SERIES, {"change": 13, "time": [1, *range(1, 24)]}),
        ("nothing_there", [np.nan] * 12, {"change": 7}),
        ("too_few_before", SERIES, {"change": 2}),
        ("too_few_before", SERIES, {"change": 1}),
        ("too_few_after", SERIES, {"change": 24}),
        ("too_few_after", SERIES, {"change": 23, "inside": True}),
        ("too_few_for_terms", SERIES[:4], {"change": 3}),
        ("not_told_apart", [1.0, 2, 3, 4, np.nan, np.nan, 5, 6], {"change": 7, "time": [1, 3, 5, 7, 8, 9, 11, 13],
          "specification": Specification(slope=False, harmonics=1, season=4)}),
        ("lag_too_long", SERIES, {"change": 13, "specification": Specification(errors="newey-west", nw_lag=24)}),
        ("all_zero_before", [0] * 6 + [1] * 6, {"change": 7, "specification": Specification(model="poisson")}),
        ("all_zero_after", [1] * 6 + [0] * 6, {"change": 7, "specification": Specification(model="poisson")}),
        ("control_not_binary", SERIES, {"change": 13, "control": [2] * 24}),
        ("one_series_only", SERIES, {"change": 13, "control": [1] * 24}),
    ],
)  # fmt: skip
def test_what_cannot_be_analysed_is_refused_with_a_sentence(code, y, given):
    with pytest.raises(Refused) as refused:
        analyse(y, **given)
    assert refused.value.code == code
    assert refused.value.sentence().endswith((".", "0."))
    assert "%(" not in refused.value.sentence()


def test_counts_that_run_away_are_refused():
    y = [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]
    with pytest.raises(Refused, match="did not settle"):
        analyse(y, change=7, specification=Specification(model="poisson"))


def test_every_sentence_is_one_line_without_stars_or_the_word_significant():
    for sentence in [*NOTES.values(), *REFUSALS.values()]:
        assert "significant" not in sentence
        assert "*" not in sentence


def test_many_series_at_once_are_each_as_alone():
    random = np.random.default_rng(11)
    y = random.normal(50, 4, (12, 30))
    y[random.random(y.shape) < 0.1] = np.nan
    asked = Specification(errors="ar1")
    many = analyse_many(y, change=15, specification=asked)
    for row, series in enumerate(y):
        alone = analyse(series, change=15, specification=asked)
        assert many.ar1[row] == pytest.approx(alone.ar1, abs=1e-6)
        assert many.estimate[row] == pytest.approx(alone.estimates, rel=1e-6, abs=1e-6)
        assert many.se[row] == pytest.approx([t.se for t in alone.terms], rel=1e-6)
        assert many.df[row] == alone.df
        low, high = many.of("level_change")[1][row], many.of("level_change")[2][row]
        assert [low, high] == pytest.approx(
            [alone.term("level_change").lower, alone.term("level_change").upper], rel=1e-5
        )


def test_many_series_without_gaps_share_their_steps():
    y = np.random.default_rng(4).normal(0, 1, (50, 24))
    holed = np.vstack([y, np.full(24, np.nan)])
    holed[50, ::2] = 1.5
    shared = analyse_many(y, change=13)
    apart = analyse_many(holed, change=13)
    assert apart.estimate[:50] == pytest.approx(shared.estimate, abs=1e-6)
    assert np.isnan(apart.se[50]).all()  # flat: nothing to judge by


def test_many_series_say_which_changes_they_noticed():
    random = np.random.default_rng(6)
    flat = random.normal(0, 1, (300, 28))
    asked = Specification(errors="none")
    jumped = flat + np.where(np.arange(28) >= 14, 6.0, 0.0)
    assert analyse_many(jumped, change=15, specification=asked).noticed().all()
    assert 0.02 < analyse_many(flat, change=15, specification=asked).noticed().mean() < 0.09


def test_many_series_with_too_few_points_have_nothing_to_say():
    y = np.full((2, 12), np.nan)
    y[0] = np.arange(12) + np.array(WOBBLE)
    y[1, 0] = 1.0
    many = analyse_many(y, change=7)
    assert not np.isnan(many.estimate[0]).any()
    assert np.isnan(many.estimate[1]).all()
    assert many.noticed().tolist()[1] is False
    with pytest.raises(Refused):
        analyse_many(y[1:], change=7)


@pytest.mark.parametrize("asked", [{"model": "poisson"}, {"errors": "newey-west"}])
def test_many_series_know_values_and_ar1_or_no_likeness_only(asked):
    with pytest.raises(Refused):
        analyse_many(np.ones((2, 20)), change=11, specification=Specification(**asked))
