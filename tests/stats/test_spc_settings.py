"""What may be asked of a chart; what may not is refused with a sentence."""

import numpy as np
import pytest

from alongside.stats.spc import REFUSALS, Conventions, Refused, Settings, judge, laney_sigma_z

NAN, INF = np.nan, np.inf

REFUSED = {
    "unknown_chart": lambda: Settings(chart="pie"),
    "unknown_choice": lambda: Settings(chart="xmr", better="sideways"),
    "not_a_number": lambda: Settings(chart="xmr", target="95"),
    "not_positive": lambda: Settings(chart="xmr", multiply=0),
    "baseline_too_short": lambda: Settings(chart="xmr", baseline=1),
    "firm_after_negative": lambda: Conventions(firm_after=-1),
    "per_series_length": lambda: judge([[1.0], [2.0]], settings=Settings(chart="xmr", target=[1, 2, 3])),
    "centre_out_of_range": lambda: Settings(chart="p", centre=101, multiply=100),
    "centre_too_low": lambda: Settings(chart="u", centre=-1),
    "wrong_shape": lambda: judge([1.0, 2.0], [1.0], settings=Settings(chart="p")),
    "bad_length": lambda: judge([1.0, 2.0], length=3, settings=Settings(chart="xmr")),
    "infinite": lambda: judge([1.0, INF], settings=Settings(chart="xmr")),
    "bad_phase": lambda: judge([1.0, 2.0], phase=[1, 3], settings=Settings(chart="xmr")),
    "denominator_needed": lambda: judge([1.0], settings=Settings(chart="p")),
    "denominator_refused": lambda: judge([1.0], [2.0], settings=Settings(chart="c")),
    "spread_needed": lambda: judge([1.0], [2.0], settings=Settings(chart="xbar")),
    "spread_refused": lambda: judge([1.0], sd=[2.0], settings=Settings(chart="xmr")),
    "not_whole": lambda: judge([1.0, 2.0], [5, 2.5], settings=Settings(chart="s")),
    "negative": lambda: judge([1.0, -1.0], settings=Settings(chart="c")),
    "more_than_all": lambda: judge([1.0, 3.0], [2.0, 2.0], settings=Settings(chart="p")),
}


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_everything_that_can_be_refused_is_refused_with_its_sentence(code):
    with pytest.raises(Refused) as refused:
        REFUSED[code]()
    assert refused.value.code == code
    assert str(refused.value).endswith((".", "pooled", "within"))
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (
            lambda: Settings(chart="pie"),
            "There is no chart type “pie”. Choose one of: run, xmr, mr, p, pp, u, up, c, g, t, ip, xbar, s.",
        ),
        (
            lambda: judge([[1.0, 2.0], [1.0, 7.0]], np.full((2, 2), 5.0), settings=Settings(chart="p")),
            "Series 2, row 2: the numerator (7) is more than the denominator (5), so it is not a share."
            " A u chart shows counts per unit.",
        ),
        (
            lambda: Settings(chart="c", centre=-0.5),
            "A centre line of -0.5 cannot be on the c chart: it must be 0 or more.",
        ),
        (
            lambda: Settings(chart="p", centre=101, multiply=100),
            "A centre line of 101 cannot be on the p chart: it must be between 0 and 100.",
        ),
        (
            lambda: judge([1.0, 2.0, 3.0], phase=[1, 2, 1], settings=Settings(chart="xmr")),
            "Series 1, row 3: phases count up from 1, one at a time; phase 1 cannot be here.",
        ),
        (
            lambda: judge([1.0], [-3.0], settings=Settings(chart="xmr")),
            "Series 1, row 1: the denominator is negative (-3).",
        ),
    ],
)
def test_the_sentence_names_the_place_and_what_to_do(attempt, sentence):
    with pytest.raises(Refused) as refused:
        attempt()
    assert str(refused.value) == sentence


def test_a_refusal_can_be_said_in_another_language():
    with pytest.raises(Refused) as refused:
        judge([1.0], settings=Settings(chart="u"))
    welsh = {
        "The %(chart)s chart needs a denominator for each point.": "Mae angen enwadur ar siart %(chart)s."
    }
    assert refused.value.sentence(welsh.__getitem__) == "Mae angen enwadur ar siart u."


@pytest.mark.parametrize(
    "settings",
    [
        {"rules": "western"},
        {"trend": 5},
        {"two_in_three": "sometimes"},
        {"sigma": "range"},
        {"multiply": NAN},
        {"multiply": -1},
        {"target": INF},
        {"target": True},
        {"target": [1.0, "two"]},
        {"centre": object()},
        {"per_year": 0},
    ],
)
def test_other_impossible_settings_are_refused(settings):
    with pytest.raises(Refused):
        Settings(chart="xmr", **settings)


@pytest.mark.parametrize("chart", ["p", "pp", "u", "up", "c", "mr"])
def test_a_centre_that_the_measure_cannot_have_is_refused(chart):
    with pytest.raises(Refused):
        Settings(chart=chart, centre=-0.1)


@pytest.mark.parametrize("names", [{"constants": "guessed"}, {"new_phase": "later"}, {"conflict": "coin"}])
def test_unknown_conventions_are_refused(names):
    with pytest.raises(Refused):
        Conventions(**names)


@pytest.mark.parametrize(
    "arguments",
    [
        {"y": np.zeros((2, 2, 2))},
        {"y": [[1.0, 2.0]], "phase": [1, 1, 1]},
        {"y": [[1.0, 2.0]], "excluded": [True]},
        {"y": [[1.0, 2.0]], "length": [1, 1]},
        {"y": [[1.0, 2.0]], "length": [-1]},
        {"y": [[1.0, 2.0]], "phase": [2, 2]},
        {"y": [[1.0, 2.0]], "phase": [0, 1]},
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(arguments):
    with pytest.raises(Refused):
        judge(arguments.pop("y"), **arguments, settings=Settings(chart="xmr"))


def test_sigma_z_is_for_shares_and_rates_alone():
    with pytest.raises(Refused, match="Choose one of: p, pp, u, up, c"):
        laney_sigma_z([1.0], chart="xmr")


def test_what_is_beyond_the_end_of_a_short_series_is_not_looked_at():
    judged = judge(
        [[1.0, 2.0, INF]], [[2.0, 2.0, -5.0]], phase=[1, 1, 9], length=[2], settings=Settings(chart="p")
    )
    assert judged.phase.tolist() == [[1, 1, 0]]


def test_a_run_chart_is_judged_by_the_anhoej_rules_unless_asked_otherwise():
    assert Settings(chart="run").rules == "anhoej"
    assert Settings(chart="xmr").rules == "nhs"
    assert Settings(chart="run", rules="nhs").rules == "nhs"


def test_settings_of_equal_content_are_equal_however_they_were_given():
    one = Settings(chart="xmr", target=np.array([1.0, NAN]), centre=np.float64(3))
    other = Settings(chart="xmr", target=[1, None], centre=3)
    assert one == other
    assert hash(one) == hash(other)
    assert judge([[1.0, 2.0], [3.0, 4.0]], settings=one).settings is one


def test_a_number_may_come_as_an_array_without_a_dimension():
    assert Settings(chart="xmr", target=np.array(3)).target == 3.0


def test_what_was_given_is_not_changed():
    y, n = np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]])
    judge(y, n, length=[1], settings=Settings(chart="p", multiply=100))
    assert (y.tolist(), n.tolist()) == ([[1.0, 2.0]], [[0.0, 4.0]])
