"""What to make of a table: which columns mean what, and how rows become points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alongside.tabular.periods import PERIODS
from alongside.tabular.problems import Problem, shown

AGGREGATES = ("sum", "mean", "median")
MISSING_DATES = ("gap", "zero", "omit")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which columns to use, and how.

    Either `y` (a value, count or numerator) with or without its denominator `n`, or rows to be counted:
    `where="COL=A|B"` those of the numerator, `of="COL=A|B|C"` those of the denominator.
    """

    x: str
    """A date, or a label in file order."""
    y: str | None = None
    n: str | None = None
    sd: str | None = None
    """The standard deviation of each sample, where y is its mean and n its size."""
    by: str | None = None
    """One series for each value of this column."""
    where: str | None = None
    of: str | None = None
    every: str | None = None
    """Gather rows by day, week (from Monday), month or quarter."""
    agg: str | None = None
    """How the values of one period make one point: sum, mean or median."""
    missing_dates: str | None = None
    """gap, zero or omit. Where nothing is said: gap, but zero where rows are counted without a denominator.
    """
    as_of: date | None = None
    """Periods that had not finished when this day began are not plotted. Needed with `every`: pages and
    commands have a clock, this room has none."""
    allow_repeats: bool = False
    """Keep several rows with one x, or of one period, as they are: the samples of an xbar or s chart."""

    def __post_init__(self) -> None:
        if self.every and self.as_of is None:
            raise TypeError("Columns with every= need as_of=: which day is it?")

    @property
    def fills(self) -> str:
        """What a period without rows becomes."""
        if self.missing_dates:
            return self.missing_dates
        return "zero" if self.where and not self.of else "gap"

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the choices themselves, whatever the table."""
        if self.of and not self.where:
            yield Problem("of_without_where")
        elif not self.y and not self.where:
            yield Problem("nothing_to_plot")
        if self.y and self.where:
            yield Problem("value_and_count")
        if self.where and self.n:
            yield Problem("count_and_denominator", column=self.n)
        if self.sd and not (self.y and self.n):
            yield Problem("spread_alone", column=self.sd)
        for choice, allowed, code in (
            (self.every, PERIODS, "bad_every"),
            (self.agg, AGGREGATES, "bad_agg"),
            (self.missing_dates, MISSING_DATES, "bad_missing_dates"),
        ):
            if choice and choice not in allowed:
                yield Problem(code, params={"text": shown(choice)})
        yield from self._about_periods()

    def _about_periods(self) -> Iterator[Problem]:
        if self.every:
            if self.sd:
                yield Problem("spread_with_every", column=self.sd, params={"every": self.every})
            if self.allow_repeats:
                if self.agg:
                    yield Problem("agg_with_samples", params={"agg": shown(self.agg)})
                if self.missing_dates == "zero":
                    yield Problem("zero_with_samples")
            elif self.y and not self.n and not self.where and not self.agg:
                yield Problem("agg_needed", params={"every": self.every})
            elif self.agg in ("mean", "median") and (self.n or self.where):
                yield Problem(
                    "agg_with_counts" if self.where else "agg_with_denominator", params={"agg": self.agg}
                )
            return
        if self.agg:
            yield Problem("agg_without_every", params={"agg": shown(self.agg)})
        # A gap is what plain dates have anyway: that may be said.
        if self.missing_dates not in (None, "", "gap"):
            yield Problem("missing_dates_without_every", params={"text": shown(self.missing_dates)})
