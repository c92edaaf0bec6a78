"""Charts in words: plain sentences that name the rule, its n and its period."""

from __future__ import annotations

import pytest

from alongside.charts.events import Annotation
from alongside.charts.periods import short_when, span, step_of, when
from alongside.charts.rule_words import point_reasons, rule_sentences
from alongside.charts.words import describe, subtitle
from tests.charts.examples import a_series, days, months

TWO_YEARS = [10, 11, 9, 12, 8, 10, 11, 9, 10, 12, 8, 11] * 2


def fired(rule, side, *positions):
    return {position: [(rule, side)] for position in positions}


def test_a_shift_is_said_as_look_and_voice_ask():
    series = a_series(TWO_YEARS, signals=fired("shift", "high", *range(4, 12)), better="neither")
    assert rule_sentences(series) == [
        "Eight months in a row above the average, August 2023 to March 2024: something changed"
    ]


def test_a_change_says_whether_it_is_for_the_better():
    low = fired("shift", "low", *range(7))
    assert rule_sentences(a_series(TWO_YEARS, signals=low, better="down"))[0].endswith(
        "changed, for the better"
    )
    assert rule_sentences(a_series(TWO_YEARS, signals=low, better="up"))[0].endswith("changed, for the worse")


def test_a_point_judged_on_older_lines_is_above_the_old_average():
    series = a_series(
        TWO_YEARS[:20], phases=[1] * 13 + [2] * 7, judged_by=[1] * 20,
        signals=fired("shift", "high", *range(13, 20)),
    )  # fmt: skip
    assert rule_sentences(series)[0].startswith("Seven months in a row above the old average, ")


@pytest.mark.parametrize(
    ("rule", "side", "positions", "sentence"),
    [
        ("outside", "high", [5], "September 2023 is above the upper limit: something unusual happened"),
        ("outside", "low", [5], "September 2023 is below the lower limit: something unusual happened"),
        (
            "trend", "high", range(7),
            "Seven months in a row going up, April to October 2023: something is changing",
        ),
        (
            "trend", "low", range(7),
            "Seven months in a row going down, April to October 2023: something is changing",
        ),
        (
            "two_in_three", "high", [5, 7],
            "Two months close together near or above the upper limit, September 2023 and November 2023: "
            "something may have changed",
        ),
    ],
)  # fmt: skip
def test_every_rule_has_its_sentence(rule, side, positions, sentence):
    values = list(range(1, 25)) if side == "high" else list(range(25, 1, -1))
    series = a_series(values, signals=fired(rule, side, *positions), better="neither")
    assert rule_sentences(series) == [sentence]


def test_many_points_close_together_are_told_from_when_to_when():
    series = a_series(TWO_YEARS, signals=fired("two_in_three", "high", 5, 7, 8, 9), better="neither")
    assert rule_sentences(series) == [
        "Four months close together near or above the upper limit, September 2023 to January 2024: "
        "something may have changed"
    ]


def test_what_is_called_significant_elsewhere_is_not_called_so_here():
    rules = ["outside", "shift", "trend", "two_in_three"]
    for better in ("up", "down", "neither"):
        signals = {i: [(rule, side) for rule in rules for side in ("high", "low")] for i in range(24)}
        series = a_series(TWO_YEARS, signals=signals, better=better, target=5, assurance="pass")
        said = " ".join([describe(series), *rule_sentences(series)])
        assert "significant" not in said.lower()


def test_points_outside_are_told_one_by_one_and_shifts_apart_from_each_other():
    assert len(rule_sentences(a_series(TWO_YEARS, signals=fired("outside", "high", 3, 4)))) == 2
    two_shifts = fired("shift", "high", *range(7), *range(10, 17))
    assert len(rule_sentences(a_series(TWO_YEARS, signals=two_shifts))) == 2


def test_a_shift_ends_at_a_gap_and_at_a_phase_but_not_at_a_point_left_out():
    shift = fired("shift", "high", *range(7), *range(8, 15))
    gap = [*TWO_YEARS[:7], None, *TWO_YEARS[8:]]
    assert len(rule_sentences(a_series(gap, signals=shift))) == 2
    assert len(rule_sentences(a_series(TWO_YEARS, signals=shift, excluded={7}))) == 1
    whole = fired("shift", "high", *range(14))
    assert len(rule_sentences(a_series(TWO_YEARS, signals=whole, phases=[1] * 7 + [2] * 17))) == 2


def test_a_run_by_anhoej_goes_on_over_points_on_the_line_and_gaps():
    values = [9, 9, 10, 9, None, 9, 9, 9, 9, 12, 9]
    run = fired("shift", "low", 0, 1, 3, 5, 6, 7, 8, 10)
    sentences = rule_sentences(a_series(values, chart="run", lower=None, upper=None, signals=run))
    assert [sentence.split(" ")[0] for sentence in sentences] == ["Seven", "One"]
    assert "below the median" in sentences[0]


def test_two_rising_trends_parted_by_a_tie_are_two():
    values = [*range(1, 8), *range(7, 14)]
    assert len(rule_sentences(a_series(values, signals=fired("trend", "high", *range(14))))) == 2


def test_a_signal_that_does_not_count_is_not_told():
    series = a_series(TWO_YEARS, signals=fired("shift", "high", *range(8)))
    for point in series["points"][:8]:
        point["signals"][0]["counts"] = False
    assert rule_sentences(series) == []


def test_too_few_crossings_are_told():
    run = {"phase": 1, "useful": 24, "longest": 7, "longest_max": 8}
    run |= {"crossings": 3, "crossings_min": 8, "signal": True}
    series = a_series(TWO_YEARS, chart="run", lower=None, upper=None, runs=[run])
    assert rule_sentences(series) == [
        "The line crosses the median 3 times, where chance alone would give at least 8: something changed"
    ]
    second = {**run, "phase": 2, "crossings": 9}
    series = a_series(TWO_YEARS, chart="run", lower=None, upper=None, runs=[run, second])
    assert rule_sentences(series)[0].startswith("In phase 1 the line crosses")


def test_where_improvement_and_concern_meet_the_words_say_both():
    signals = {**fired("shift", "low", *range(5, 11)), 11: [("shift", "low"), ("trend", "high")]}
    signals |= fired("trend", "high", *range(12, 18))
    sentences = rule_sentences(a_series(list(range(24)), signals=signals, better="up"))
    assert any("for the better" in sentence for sentence in sentences)
    assert any("for the worse" in sentence for sentence in sentences)


def test_reasons_of_a_point_begin_with_the_weightiest():
    signals = {**fired("shift", "high", *range(7)), 3: [("shift", "high"), ("outside", "high")]}
    reasons = point_reasons(a_series(TWO_YEARS, signals=signals))
    assert reasons[3] == ["above the upper limit", "one of seven in a row above the average"]
    assert 8 not in reasons


def test_a_description_tells_what_a_sighted_reader_sees():
    series = a_series(
        [*TWO_YEARS[:10], None, *TWO_YEARS[11:]], signals=fired("outside", "high", 3), target=13,
        excluded={5}, assurance="hit_or_miss", notes=["season cannot be told from change"],
    )  # fmt: skip
    assert describe(series, title="Waits", unit="days") == (
        "XmR chart of Waits (days): 24 months, April 2023 to March 2025, 1 missing. "
        "Special cause of an improving nature: July 2023 is above the upper limit. "
        "The average is 10.0, and the limits are 4.0 and 16.0. "
        "The latest value, for March 2025, is 11. "
        "If nothing changes, the target of 13 will sometimes be met and sometimes not, by chance. "
        "Left out of the lines: 1 month. "
        "Season cannot be told from change."
    )


def test_a_change_that_lasts_says_how_many_on_which_side_of_which_line_since_when():
    signals = fired("shift", "high", *range(16, 24))
    series = a_series(TWO_YEARS, x=months(24, "2024-11-01"), signals=signals)
    assert (
        "Special cause of an improving nature: eight months in a row above the average, since March 2026."
        in (describe(series))
    )
    assert rule_sentences(series) == [
        "Eight months in a row above the average, since March 2026: something changed, for the better"
    ]
    # What is missing or left out at the end does not end it.
    ended = a_series(
        [*TWO_YEARS, None, 11], x=months(26, "2024-11-01"), signals=signals, excluded={25}, better="down"
    )
    assert (
        "Special cause of a concerning nature: eight months in a row above the average, since March 2026."
        in (describe(ended))
    )
    over = a_series([*TWO_YEARS, 9], x=months(25, "2024-11-01"), signals=signals, better="neither")
    assert (
        "Special cause, neither good nor bad: eight months in a row above the average, March to October 2026."
        in (describe(over))
    )


def test_phases_notes_and_cycles_are_told_in_the_description():
    series = a_series(TWO_YEARS, phases=[1] * 12 + [2] * 12)
    said = describe(
        series,
        phase_reasons={2: "moved wards"},
        annotations=[
            Annotation("2023-07-12", "a second worker", "cycle"),
            Annotation("2023-05-02", "Strike."),
        ],
    )
    assert "New lines begin with April 2024: moved wards." in said
    assert "Noted at 2 May 2023: Strike. Cycle of change at 12 July 2023: a second worker." in said
    assert "New lines begin with April 2024." in describe(series)
    assert "Noted" not in describe(series, annotations=[Annotation("2019-07-12", "long before")])


@pytest.mark.parametrize("chart", ["g", "t"])
def test_charts_of_rare_events_name_their_centre_and_say_what_lies_between(chart):
    series = a_series(TWO_YEARS, chart=chart, signals=fired("shift", "high", *range(4, 12)))
    centre = "median" if chart == "g" else "centre line"
    assert rule_sentences(series)[0].startswith(f"Eight months in a row above the {centre}, ")
    between = "number between events" if chart == "g" else "time between events"
    assert describe(series).startswith(f"{chart} chart ({between}): 24 months")
    assert describe(series, unit="days between falls").startswith(f"{chart} chart (days between falls): ")
    told = "The median is" if chart == "g" else "The centre line is at"
    assert f"{told} 10.0, and the limits are 4.0 and 16.0." in describe(series)


def test_a_description_of_a_share_gives_n():
    series = a_series([0.5, 0.6], n=[20, 1500], chart="p", centre=0.55, lower=[0.2, 0.5], upper=[0.9, 0.6])
    assert describe(series) == (
        "p chart: 2 months, April to May 2023. n is 1,520 in all. "
        "Nothing stands out so far. The average is 55%, and the latest limits are 50% and 60%. "
        "The latest value, for May 2023, is 60%."
    )
    assert subtitle(series) == "2 months, Apr 2023 to May 2023 · n = 1,520 in all · p chart"


def test_few_points_and_none_are_said_plainly():
    one = a_series([5], centre=None, lower=None, upper=None)
    assert "There are too few points for an average and limits yet." in describe(one)
    assert describe(a_series([])) == (
        "XmR chart. Nothing to draw yet. When the first value is there, it shows here."
    )
    no_limits = a_series([5], centre=5.0, lower=None, upper=None)
    assert "There are too few points for limits yet." in describe(no_limits)


def test_nothing_fired_is_said_only_when_the_lines_are_firm():
    assert "No rule fired: this is the usual variation." in describe(a_series(TWO_YEARS))
    assert "Nothing stands out so far." in describe(a_series(TWO_YEARS[:12]))


def test_only_the_latest_of_many_happenings_are_described():
    series = a_series(TWO_YEARS, signals=fired("outside", "high", *range(0, 20, 2)))
    said = describe(series)
    assert "Rules also fired earlier, 6 times." in said
    assert said.count("above the upper limit") == 4


def test_every_sentence_passes_through_translation():
    asked = []

    def listening(sentence: str) -> str:
        asked.append(sentence)
        return sentence

    series = a_series(TWO_YEARS, signals=fired("shift", "high", *range(4, 12)), target=13, assurance="pass")
    describe(series, say=listening)
    rule_sentences(series, listening)
    assert "%(number)s %(periods)s in a row above %(centre)s, %(span)s" in asked
    assert "Special cause of an improving nature: %(what)s." in asked
    assert {"eight", "months", "the average", "something changed, for the better", "August", "March"} <= set(
        asked
    )


@pytest.mark.parametrize(
    ("labels", "step"),
    [
        (months(5), "month"),
        (["2026-01-31", "2026-02-28", "2026-03-31"], "month"),
        (["2026-01-01", "2026-03-01"], "month"),
        (months(9)[::3], "quarter"),
        (months(25)[::12], "year"),
        (days(5, every=7), "week"),
        (days(5), "day"),
        (["2026-01-01", "2026-01-05", "2026-02-19"], "point"),
        (["Cedar", "Ash"], "point"),
        (["2026-01-01"], "point"),
        (["2026-13-01", "2026-01-01"], "point"),
    ],
)
def test_a_step_is_the_largest_period_that_fits(labels, step):
    assert step_of(labels) == step


def test_when_a_point_is():
    assert when("2026-03-02", "month") == "March 2026"
    assert when("2026-03-02", "week") == "the week of 2 March 2026"
    assert when("2026-03-02", "quarter") == "the quarter from March 2026"
    assert when("2026-03-02", "day") == "2 March 2026"
    assert when("Cedar", "point") == "Cedar"
    assert short_when("2026-03-02", "day") == "2 Mar 2026"
    assert span("2026-01-01", "2026-03-01", "month") == "January to March 2026"
    assert span("2025-11-01", "2026-03-01", "month") == "November 2025 to March 2026"
