"""What somebody asks of an interrupted time series."""

from __future__ import annotations

from dataclasses import dataclass

from .refusals import Refused

MODELS = ("ols", "poisson", "quasipoisson")
ERRORS = ("ar1", "newey-west", "none")


@dataclass(frozen=True, kw_only=True)
class Specification:
    """What is fitted and how its intervals are made; checked when made.

    model : "ols" for values, "poisson" or "quasipoisson" for counts (log link; with a denominator, rates).
    errors : "ar1" (neighbours alike, REML; ols alone), "newey-west" or "none". None decides: ar1 for ols with
        at least 12 points on each side, else none.
    slope : fit a change of the trend too.
    nw_lag : lags of Newey-West errors; None takes ⌊4 (rows/100)^(2/9)⌋.
    harmonics : pairs of sine and cosine that draw the season. season : its length in periods.
    phase_in : so many periods from the change on are left out.
    per_year : periods in a year, where that is known. Only notes depend on it.

    Raises Refused for anything else.

    >>> Specification(model="probit")
    Traceback (most recent call last):
    alongside.stats.its.refusals.Refused: “probit” is not a choice for model. Choose one of: ols, poisson, \
quasipoisson.
    """

    model: str = "ols"
    errors: str | None = None
    slope: bool = True
    nw_lag: int | None = None
    harmonics: int = 0
    season: int | None = None
    phase_in: int = 0
    per_year: int | None = None

    def __post_init__(self) -> None:
        for name, given, choices in (("model", self.model, MODELS), ("errors", self.errors, ERRORS)):
            if given is not None and given not in choices:
                raise Refused("unknown_choice", name=name, given=given, choices=", ".join(choices))
        for name in ("nw_lag", "harmonics", "season", "phase_in"):
            given = getattr(self, name)
            if given is not None and given < 0:
                raise Refused("negative_number", name=name.replace("_", " "), given=given)
        if self.errors == "ar1" and self.model != "ols":
            raise Refused("ar1_for_ols")
        if self.nw_lag is not None and self.errors != "newey-west":
            raise Refused("lag_for_newey_west")
        if self.harmonics:
            if not self.season:
                raise Refused("season_needed")
            most = (self.season - 1) // 2
            if self.harmonics > most:
                raise Refused("season_too_short", season=self.season, most=most, given=self.harmonics)

    @property
    def log_link(self) -> bool:
        """Whether terms are logarithms of ratios."""
        return self.model != "ols"


DEFAULT = Specification()
