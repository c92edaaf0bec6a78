"""Every note can be reached, and is a whole sentence when it is."""

import numpy as np
import pytest

from alongside.stats.spc import NOTES, Conventions, Note, Settings, judge

NAN = np.nan
WAVE = list(np.sin(np.arange(40) / 3))

REACHED = {
    "nothing_to_judge": lambda: judge([NAN], settings=Settings(chart="xmr")),
    "provisional": lambda: judge([1.0, 2.0], settings=Settings(chart="xmr")),
    "provisional_centre": lambda: judge([1.0, 2.0], settings=Settings(chart="run")),
    "judged_on_earlier": lambda: judge([1.0, 2.0, 3.0], phase=[1, 1, 2], settings=Settings(chart="xmr")),
    "judged_on_earlier_centre": lambda: judge(
        [1.0, 2.0, 3.0], phase=[1, 1, 2], settings=Settings(chart="run")
    ),
    "no_limits": lambda: judge([1.0], settings=Settings(chart="xmr")),
    "no_centre": lambda: judge([NAN, NAN, 3.0], settings=Settings(chart="run", baseline=2)),
    "no_neighbours": lambda: judge([1.0, NAN, 3.0], settings=Settings(chart="xmr")),
    "ranges_screened": lambda: judge([1.0, 2.0] * 9 + [50.0], settings=Settings(chart="xmr")),
    "varies_more": lambda: judge([1.0, 90.0] * 9, [100.0] * 18, settings=Settings(chart="p")),
    "few_crossings": lambda: judge([1.0] * 15 + [2.0] * 15, settings=Settings(chart="run")),
    "few_expected": lambda: judge([1.0, 0.0], settings=Settings(chart="c")),
    "no_fall_below": lambda: judge([1.0, 0.0], settings=Settings(chart="c")),
    "no_rise_above": lambda: judge([9.0, 10.0], [10.0, 10.0], settings=Settings(chart="p")),
    "conflict_improvement": lambda: falling_but_high(balancing=False),
    "conflict_concern": lambda: falling_but_high(balancing=True),
    "target_unit": lambda: judge([0.9, 0.8], settings=Settings(chart="xmr", target=95)),
    "no_time_between": lambda: judge([3.0, 0.0, 2.0], settings=Settings(chart="t")),
    "centre_is_mean": lambda: judge([3.0, 0.0, 2.0], settings=Settings(chart="g", centre=4)),
    "samples_of_one": lambda: samples([5, 1, 5]),
    "spread_pooled": lambda: samples([5, 4, 5]),
    "no_spread": lambda: samples([1, 1, 1]),
    "excluded": lambda: judge([1.0, 2.0], excluded=[True, False], settings=Settings(chart="xmr")),
    "no_denominator": lambda: judge([0.0], [0.0], settings=Settings(chart="p")),
    "not_the_last_row": lambda: judge([1.0, NAN], settings=Settings(chart="xmr")),
    "neighbours_alike": lambda: judge(WAVE, settings=Settings(chart="xmr")),
    "season_unknown": lambda: judge([1.0] * 23, settings=Settings(chart="xmr", per_year=12)),
}


def samples(sizes):
    return judge([3.0, 4.0, 2.0], sizes, sd=[1.0, NAN, 2.0], settings=Settings(chart="xbar"))


def falling_but_high(*, balancing):
    values = [9.0, 11.0] * 8 + [15.9, 15.8, 15.7, 15.6, 15.5, 15.4, 15.3]
    settings = Settings(chart="xmr", better="down", baseline=16, balancing=balancing)
    return judge(values, settings=settings)


@pytest.mark.parametrize("code", sorted(NOTES))
def test_every_note_is_given_where_it_belongs_and_fills_its_sentence(code):
    found = {note.code: note for note in REACHED[code]().notes[0]}
    sentence = found[code].sentence()
    assert "%(" not in sentence
    assert sentence == sentence.rstrip(".")


def test_a_steady_series_of_three_years_needs_no_note():
    steady = np.random.default_rng(3).permutation(np.arange(36.0))
    assert judge(steady, settings=Settings(chart="xmr", better="up", target=2, per_year=12)).notes == ((),)


def test_a_p_chart_says_that_it_varies_more_than_chance_allows_and_what_allows_for_it():
    judged = judge([10.0, 30.0] * 8, [100.0] * 16, settings=Settings(chart="p"))
    assert judged.notes[0][0].sentence() == (
        "phase 1 varies more than chance allows (sigma z 4.43): a pp chart allows for it"
    )
    wider = judge([10.0, 30.0] * 8, [100.0] * 16, settings=Settings(chart="pp"))
    assert "varies_more" not in [note.code for note in wider.notes[0]]


def test_provisional_names_the_number_of_points_that_the_conventions_ask_for():
    settings = Settings(chart="run", conventions=Conventions(firm_after=10))
    assert judge([1.0, 2.0], settings=settings).notes[0][0].sentence() == (
        "the centre line is provisional: fewer than 10 usable points behind the centre line of phase 1"
    )


@pytest.mark.parametrize(("rows", "told"), [(23, True), (24, False)])
def test_under_two_years_season_cannot_be_told_from_change(rows, told):
    judged = judge([1.0] * rows, settings=Settings(chart="xmr", per_year=12))
    assert ("season_unknown" in [note.code for note in judged.notes[0]]) is told


def test_neighbours_are_compared_in_the_baseline_and_not_over_a_gap():
    alternating_gaps = [value if row % 2 else NAN for row, value in enumerate(WAVE)]
    judged = judge(alternating_gaps, settings=Settings(chart="run"))
    assert "neighbours_alike" not in [note.code for note in judged.notes[0]]

    steady = list(np.random.default_rng(3).permutation(np.arange(20.0)))
    later = judge([*steady, *(100 + value for value in WAVE)], settings=Settings(chart="xmr", baseline=20))
    assert "neighbours_alike" not in [note.code for note in later.notes[0]]


def test_neighbours_are_not_compared_while_limits_are_provisional():
    judged = judge([float(row) for row in range(12)], settings=Settings(chart="xmr"))
    assert "neighbours_alike" not in [note.code for note in judged.notes[0]]


def test_lag_one_autocorrelation_is_the_textbook_figure():
    values = np.array(WAVE)
    apart = values - values.mean()
    expected = (apart[1:] * apart[:-1]).sum() / (apart**2).sum()
    note = next(n for n in REACHED["neighbours_alike"]().notes[0] if n.code == "neighbours_alike")
    assert note.params["lag_one"] == pytest.approx(expected, rel=1e-9)


def test_a_note_is_said_in_the_language_of_the_page():
    welsh = {"there is no usable point": "nid oes pwynt y gellir ei ddefnyddio"}
    assert Note("nothing_to_judge").sentence(welsh.__getitem__) == "nid oes pwynt y gellir ei ddefnyddio"


@pytest.mark.parametrize(
    ("chart", "values", "multiply", "target", "asked"),
    [
        ("xmr", [0.9, 0.8], 1, 95, "the target 95 is far from every value: did you mean 0.95?"),
        ("p", [90.0, 80.0], 1, 95, "the target 95 is far from every value: did you mean 0.95?"),
        ("p", [90.0, 80.0], 100, 0.95, "the target 0.95 is far from every value: did you mean 95?"),
        ("p", [90.0, 80.0], 1, 1.5, None),
        ("p", [3.0, 4.0], 1, 5, "the target 5 is far from every value: did you mean 0.05?"),
        ("p", [3.0, 4.0], 100, 5, None),
        ("xmr", [12.0, 14.0], 1, 7, None),
        ("xmr", [120.0, 140.0], 1, 5, None),
        ("xmr", [0.0, 0.0], 1, 5, None),
        ("xmr", [NAN, NAN], 1, 5, None),
        ("xmr", [-40.0, 60.0], 1, 0, None),
    ],
)
def test_a_target_that_looks_like_another_unit_is_asked_about(chart, values, multiply, target, asked):
    sizes = [100.0] * len(values) if chart == "p" else None
    judged = judge(values, sizes, settings=Settings(chart=chart, target=target, multiply=multiply))
    said = [note.sentence() for note in judged.notes[0] if note.code == "target_unit"]
    assert said == ([asked] if asked else [])
