"""What is planned: how the figures are thought to fall, how large a change is hoped for, and for how long it is watched."""

from dataclasses import dataclass
from math import inf, isfinite

from alongside.stats.spc import Settings

from .refusals import Refused

# What a rehearsal can draw. Values have a spread of their own; counted charts have the spread of chance, and perhaps more.
VALUES = ("xmr", "run")
SHARES, RATES = ("p", "pp"), ("u", "up")
CHARTS = (*VALUES, *SHARES, *RATES, "c")

# A baseline of fewer has no moving range to speak of; a time series needs a slope and a level on each side.
FEWEST = 3
# Ten years of weeks. More would be a mistake in typing, and a page that never ends.
MOST = 520
MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A planned measurement; checked when made.

    chart : one of CHARTS.
    level : what the measure is before the change: a value, a share from 0 to 1 (p, pp), a rate for each unit of size
        (u, up), a mean count (c).
    effect : how much the change is expected to add to it, in the same unit; negative for a fall.
    before, after : periods before and after the change; 3 or more each.
    spread : for xmr and run, the standard deviation of one period's value about the level.
    size : for p, pp, u and up, how many are counted in a period; one number, or several that are gone through in turn
        (twelve for the months of a year).
    autocorrelation : how much a period resembles the one before, from -0.95 to 0.95.
    season : how far the best month lies above the level (half the swing), in the unit of the level. season_length : the
        periods of one turn.
    overdispersion : sigma z, 1 where counts vary by chance alone, as Laney 2002 measures it.
    missing : the share of periods that nobody sends a figure for, 0 to 0.9.
    rules, trend, two_in_three : as in `spc.Settings`.

    Raises Refused for anything else.

    >>> Plan(chart="p", level=0.9, effect=0.2, size=30, before=12, after=12)
    Traceback (most recent call last):
    alongside.stats.rehearsal.refusals.Refused: With this level and this change the share would be 1.1 after the \
change. It must stay between 0 and 1.
    """

    level: float
    effect: float
    chart: str = "xmr"
    before: int = 24
    after: int = 12
    spread: float | None = None
    size: float | tuple[float, ...] | None = None
    autocorrelation: float = 0.0
    season: float = 0.0
    season_length: int = MONTHS_IN_A_YEAR
    overdispersion: float = 1.0
    missing: float = 0.0
    rules: str = ""
    trend: int = 7
    two_in_three: str = "beyond"

    def __post_init__(self) -> None:
        if isinstance(self.size, list):  # as JSON keeps it
            object.__setattr__(self, "size", tuple(self.size))
        if self.chart not in CHARTS:
            raise Refused("unknown_chart", given=self.chart, choices=", ".join(CHARTS))
        for name in ("level", "effect", "season"):
            if not isfinite(getattr(self, name)):
                raise Refused("not_a_number", name=name)
        if self.effect == 0:
            raise Refused("no_effect")
        for name in ("before", "after"):
            if getattr(self, name) < FEWEST:
                raise Refused("too_few", name=name, fewest=FEWEST, given=getattr(self, name))
        if self.rows > MOST:
            raise Refused("too_many", most=MOST, given=self.rows)
        for name, lowest, highest in (
            ("autocorrelation", -0.95, 0.95),
            ("missing", 0.0, 0.9),
            ("overdispersion", 1.0, 50.0),
            ("season_length", 2, MOST),
        ):
            given = getattr(self, name)
            if not lowest <= given <= highest:
                raise Refused(
                    "out_of_range", name=name.replace("_", " "), lowest=lowest, highest=highest, given=given
                )
        self._check_spread()
        self._check_level()
        for name, choices in (("rules", ("", "nhs", "anhoej")), ("two_in_three", ("beyond", "within"))):
            if getattr(self, name) not in choices:
                raise Refused(
                    "unknown_choice",
                    name=name.replace("_", " "),
                    given=getattr(self, name),
                    choices=", ".join(filter(None, choices)),
                )
        if self.trend not in (6, 7):
            raise Refused("unknown_choice", name="trend", given=self.trend, choices="6, 7")

    def _check_spread(self) -> None:
        if self.counts:
            if self.spread is not None:
                raise Refused("spread_refused", chart=self.chart)
            if self.autocorrelation and self.overdispersion <= 1:
                raise Refused("no_room_for_autocorrelation")
        elif self.spread is None:
            raise Refused("spread_needed")
        elif not (isfinite(self.spread) and self.spread > 0):
            raise Refused("not_positive", name="spread", given=self.spread)
        if self.has_size:
            if not self.sizes:
                raise Refused("size_needed")
            for size in self.sizes:
                if not (isfinite(size) and size > 0):
                    raise Refused("not_positive", name="size", given=size)
        elif self.size is not None:
            raise Refused("size_refused", chart=self.chart)

    def _check_level(self) -> None:
        highest = 1.0 if self.chart in SHARES else inf
        if not self.counts:
            return
        what = "share" if self.chart in SHARES else "rate" if self.chart in RATES else "mean count"
        if not 0 < self.level < highest:
            if highest == inf:
                raise Refused("not_positive", name="level", given=self.level)
            raise Refused("out_of_range", name="level", lowest=0, highest=1, given=self.level)
        after = round(self.level + self.effect, 12)
        if not 0 <= after <= highest:
            raise Refused(
                "level_leaves",
                what=what,
                given=after,
                lowest=0,
                highest=1 if highest == 1 else "any number",
            )

    @property
    def counts(self) -> bool:
        """Whether numbers are counted, so that chance alone gives a spread."""
        return self.chart not in VALUES

    @property
    def has_size(self) -> bool:
        """Whether each period has a denominator."""
        return self.chart in (*SHARES, *RATES)

    @property
    def sizes(self) -> tuple[float, ...]:
        """The denominators that are gone through in turn; none where none are given."""
        if self.size is None:
            return ()
        return self.size if isinstance(self.size, tuple) else (self.size,)

    @property
    def rows(self) -> int:
        """All periods together."""
        return self.before + self.after

    @property
    def settings(self) -> Settings:
        """How the planned chart judges: limits from the periods before the change, and better where the change leads."""
        return Settings(
            chart=self.chart,
            rules=self.rules,
            better="up" if self.effect > 0 else "down",
            baseline=self.before,
            trend=self.trend,
            two_in_three=self.two_in_three,
        )
