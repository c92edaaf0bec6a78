"""What should be known beside the estimates, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.stats.words import N_, Say, fill, in_english

NOTES = {
    "ar1": N_(
        "neighbouring points are taken to be alike (AR(1), REML): in simulations of 14 + 16 points such "
        "intervals held the truth %(covered)s times in 100, not 95"
    ),
    "few_points": N_(
        "interval likely too narrow: with fewer than %(fewest)s points on a side (%(before)s and %(after)s), "
        "likeness of neighbouring points cannot be allowed for"
    ),
    "ar1_few_points": N_(
        "interval likely too narrow: likeness of neighbouring points is estimated from fewer than %(fewest)s "
        "points on a side (%(before)s and %(after)s)"
    ),
    "ar1_at_bound": N_(
        "neighbouring points are as alike as can be (AR(1) at its bound): level and trend may be a slow drift, "
        "so do not lean on these intervals"
    ),
    "newey_west": N_(
        "interval likely too narrow: Newey-West errors (%(lag)s lags) in simulations of 14 + 16 points held "
        "the truth only %(covered)s times in 100, not 95"
    ),
    "none": N_("interval likely too narrow if neighbouring points are alike: nothing is allowed for that"),
    "neighbours_alike": N_(
        "interval likely too narrow: neighbouring points are alike beyond chance (lag-one autocorrelation "
        "%(lag_one)s), and these intervals allow nothing for that"
    ),
    "overdispersed": N_(
        "interval likely too narrow: the counts vary %(dispersion)s times as much as Poisson counts; "
        "quasipoisson allows for that"
    ),
    "underdispersed": N_("the counts vary less than Poisson counts (%(dispersion)s times as much)"),
    "no_spread": N_("the model fits every point exactly, so no interval can be given"),
    "season_unknown": N_(
        "season cannot be told from change: %(span)s periods are fewer than two seasons of %(season)s"
    ),
    "season_not_fitted": N_(
        "a season is not allowed for; with two full seasons of %(season)s it could be (harmonics)"
    ),
    "season_overfitted": N_(
        "harmonics are fitted to fewer than two seasons of %(season)s: they may draw chance"
    ),
    "left_out": N_("periods left out around the change: %(count)s"),
    "gaps": N_("periods without a value: %(count)s of %(span)s; time counts them, nothing fills them"),
    "not_whole_counts": N_("some counts are not whole numbers"),
    "few_per_term": N_(
        "%(terms)s numbers are estimated from %(rows)s points: chance alone can look like a change"
    ),
    "controlled": N_(
        "the terms of the control say how its series (1) differs from the one that changed (0); "
        "the change beyond the control's is the opposite of control:level_change"
    ),
}


@dataclass(frozen=True)
class Note:
    """One thing to know: a key of NOTES and what fills its sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, say: Say = in_english) -> str:
        """Return it in the language of `say`.

        >>> Note("left_out", {"count": 2}).sentence()
        'periods left out around the change: 2'
        """
        return fill(say(NOTES[self.code]), self.params)
