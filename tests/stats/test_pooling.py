"""Pooling sites: published numbers, a slow second implementation, edges, and what is refused.

BCG: the thirteen trials of vaccination against tuberculosis of Colditz et al., JAMA 1994;271:698-702, as log
relative risks; the figures are those printed for metafor (Viechtbauer 2010, Journal of Statistical Software
36(3)).
"""

from math import isnan, log

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alongside.stats.pooling import METHODS, NOTES, REFUSALS, Refused, pool
from alongside.stats.pooling.between import q_at, typical_variance

# Tuberculosis and not among the vaccinated; and among the others.
TRIALS = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
    (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip
BCG = [log(a / (a + b)) - log(c / (c + d)) for a, b, c, d in TRIALS]
BCG_V = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in TRIALS]

SITES = st.lists(
    st.tuples(st.integers(-40, 40).map(lambda v: v / 10), st.integers(1, 60).map(lambda v: v / 20)),
    min_size=2,
    max_size=9,
)


def codes(found):
    return [note.code for note in found.notes]


def test_bcg_by_restricted_maximum_likelihood():
    found = pool(BCG, BCG_V, ci="z")
    assert found.k == 13
    assert found.tau2 == pytest.approx(0.3132432581, abs=5e-11)
    assert found.estimate == pytest.approx(-0.7145323, abs=5e-8)
    assert [found.lower, found.upper] == pytest.approx([-1.0668976, -0.3621670], abs=5e-8)
    assert [found.predict_lower, found.predict_upper] == pytest.approx([-1.8667, 0.4376], abs=5e-5)
    assert [found.tau2_lower, found.tau2_upper] == pytest.approx([0.119718, 1.111479], abs=5e-7)
    assert found.i2 == pytest.approx(92.22, abs=5e-3)
    assert found.q == pytest.approx(152.233, abs=5e-4)
    assert found.q_p < 1e-20
    assert "z" in codes(found)


def test_bcg_with_the_knapp_hartung_interval():
    found = pool(BCG, BCG_V)
    assert (found.method, found.ci) == ("reml", "hk")
    assert [found.lower, found.upper] == pytest.approx([-1.1084437, -0.3206210], abs=5e-8)
    assert [found.predict_lower, found.predict_upper] == pytest.approx([-1.9960, 0.5670], abs=5e-5)
    assert found.notes == ()


def test_bcg_by_dersimonian_and_laird():
    found = pool(BCG, BCG_V, method="dl", ci="z")
    assert found.tau2 == pytest.approx(0.3087602629, abs=5e-11)
    assert [found.estimate, found.se] == pytest.approx([-0.7141172, 0.1787421], abs=5e-8)
    assert found.i2 == pytest.approx(100 * (found.q - 12) / found.q)


def test_bcg_by_paule_and_mandel():
    assert pool(BCG, BCG_V, method="pm").tau2 == pytest.approx(0.3180684522, abs=5e-11)


def test_bcg_with_one_true_effect():
    found = pool(BCG, BCG_V, method="ee")
    assert found.estimate == pytest.approx(-0.4302852, abs=5e-8)
    assert (found.ci, found.tau2) == ("z", 0)
    assert isnan(found.predict_lower)
    assert codes(found) == ["ee"]
    assert pool(BCG, BCG_V, method="ee", ci="hk").se > found.se


def restricted_likelihood(sites, tau2):
    """One site at a time."""
    weights = [1 / (v + tau2) for _, v in sites]
    mean = sum(w * y for w, (y, _) in zip(weights, sites, strict=True)) / sum(weights)
    squares = sum(w * (y - mean) ** 2 for w, (y, _) in zip(weights, sites, strict=True))
    return (sum(map(log, weights)) - log(sum(weights)) - squares) / 2


@given(SITES)
def test_reml_is_where_the_restricted_likelihood_is_highest(sites):
    found = pool(*zip(*sites, strict=True))
    best = restricted_likelihood(sites, found.tau2)
    assert all(restricted_likelihood(sites, k**2 / 50) <= best + 1e-9 for k in range(60))


@given(SITES)
def test_paule_mandel_makes_q_what_it_is_expected_to_be(sites):
    y, v = (np.array(each) for each in zip(*sites, strict=True))
    tau2 = pool(y, v, method="pm").tau2
    if tau2 > 0:
        assert q_at(y, v, tau2) == pytest.approx(len(y) - 1, rel=1e-9)
    else:
        assert q_at(y, v, 0) <= len(y) - 1


@given(SITES, st.sampled_from(METHODS), st.sampled_from(["hk", "z"]))
def test_shifting_and_stretching(sites, method, ci):
    y, v = (np.array(each) for each in zip(*sites, strict=True))
    plain, moved = pool(y, v, method=method, ci=ci), pool(5 - 2 * y, 4 * v, method=method, ci=ci)
    assert moved.estimate == pytest.approx(5 - 2 * plain.estimate, abs=1e-6)
    assert moved.tau2 == pytest.approx(4 * plain.tau2, rel=1e-6, abs=1e-9)
    assert moved.se == pytest.approx(2 * plain.se, rel=1e-6)
    assert moved.i2 == pytest.approx(plain.i2, abs=1e-4)


@given(SITES)
def test_the_knapp_hartung_interval_is_never_narrower_than_a_plain_t_interval(sites):
    found = pool(*zip(*sites, strict=True))
    plain = pool(*zip(*sites, strict=True), ci="z")
    assert found.se >= plain.se * (1 - 1e-12)
    assert found.predict_lower <= found.lower <= found.estimate <= found.upper <= found.predict_upper
    assert 0 <= found.i2 <= 100
    assert found.weights.sum() == pytest.approx(100)


@given(SITES)
def test_the_interval_of_tau2_holds_the_paule_mandel_estimate(sites):
    found = pool(*zip(*sites, strict=True), method="pm")
    assume(found.tau2 > 0)
    assert found.tau2_lower <= found.tau2 <= found.tau2_upper


def test_estimates_that_agree_keep_an_interval():
    found = pool([0.3] * 4, [0.1, 0.2, 0.1, 0.05])
    assert (found.tau2, found.i2, found.q, found.q_p) == (0, 0, pytest.approx(0), pytest.approx(1))
    assert found.se == pytest.approx(0.1490711985)
    assert [found.lower, found.upper] == pytest.approx([-0.1744110849, 0.7744110849])
    assert codes(found) == ["truncated", "few"]


def test_one_site_is_given_back_as_it_is():
    found = pool([0.3], [0.1])
    assert (found.k, found.estimate, found.tau2, found.i2, found.q, found.q_p) == (1, 0.3, 0, 0, 0, 1)
    assert [found.se, found.lower, found.upper] == pytest.approx([0.3162277660, -0.3197950323, 0.9197950323])
    assert isnan(found.predict_lower)
    assert isnan(found.tau2_upper)
    assert codes(found) == ["one"]


def test_two_sites_are_pooled_and_said_to_be_few():
    found = pool([0.1, 0.9], [0.02, 0.03])
    assert "few" in codes(found)
    assert found.upper - found.lower > 5  # t with one degree of freedom


def test_a_site_without_estimate_or_variance_is_left_out_and_said():
    found = pool([0.1, np.nan, 0.4, 0.3], [0.1, 0.1, np.nan, 0.2])
    assert found.k == 2
    assert found.used.tolist() == [True, False, False, True]
    assert "missing" in codes(found)


def test_the_typical_variance_of_equal_variances_is_theirs():
    assert typical_variance(np.full(5, 0.37)) == pytest.approx(0.37)


@pytest.mark.parametrize(
    ("code", "y", "v", "asked"),
    [
        ("unknown_choice", [1, 2], [1, 1], {"method": "bayes"}),
        ("unknown_choice", [1, 2], [1, 1], {"ci": "wald"}),
        ("nothing_there", [], [], {}),
        ("nothing_there", [np.nan], [1.0], {}),
        ("wrong_shape", [[1, 2]], [[1, 1]], {}),
        ("wrong_shape", [1, 2], [1], {}),
        ("infinite", [1, np.inf], [1, 1], {}),
        ("no_variance", [1, 2], [1, 0], {}),
        ("negative_variance", [1, 2], [-0.1, 1], {}),
    ],
)
def test_what_cannot_be_pooled_is_refused_with_a_sentence(code, y, v, asked):
    with pytest.raises(Refused) as refused:
        pool(y, v, **asked)
    assert refused.value.code == code
    assert "%(" not in refused.value.sentence()


def test_no_sentence_speaks_of_significance():
    assert not any("significant" in sentence for sentence in [*NOTES.values(), *REFUSALS.values()])
