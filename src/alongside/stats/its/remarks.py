"""Which notes belong beside an analysis."""

from __future__ import annotations

import numpy as np

from .constants import (
    AR1_BOUND,
    AR1_COVERED,
    AUTOCORRELATION_ERRORS,
    FEWEST_FOR_AR1,
    NEWEY_WEST_COVERED,
    OVERDISPERSED,
    SEASONS_NEEDED,
)
from .design import Design, Flags, Floats, Whole
from .notes import Note

# Fewer points than this for each number estimated is thin (a rule of thumb for regressions).
POINTS_PER_TERM = 3


def durbin_watson(residuals: Floats, time: Whole, group: Whole) -> float | None:
    """Durbin & Watson 1950: squared steps of the residuals over their squares, 2 where neighbours are not
    alike. Only neighbouring periods of one series are compared. None without any spread.
    """
    squares = float(residuals @ residuals)
    steps = np.diff(residuals)[_neighbours(time, group)]
    return float(steps @ steps) / squares if squares > 0 else None


def lag_one(residuals: Floats, time: Whole, group: Whole) -> float:
    """The lag-one autocorrelation of residuals; a gap is not bridged. 0 without any spread."""
    squares = float(residuals @ residuals)
    products = (residuals[1:] * residuals[:-1])[_neighbours(time, group)]
    return float(products.sum()) / squares if squares > 0 else 0.0


def _neighbours(time: Whole, group: Whole) -> Flags:
    found: Flags = (np.diff(time) == 1) & (np.diff(group) == 0)
    return found


def notes_of(
    design: Design,
    errors: str,
    lag: int | None,
    ar1: float | None,
    dispersion: float | None,
    residuals: Floats,
    time: Whole,
    group: Whole,
    sides: tuple[int, int],
    *,
    exact: bool,
    span: int,
    gaps: int,
    left_out: int,
    whole: bool,
) -> tuple[Note, ...]:
    """The notes of one analysis, those about its intervals first."""
    rows = len(residuals)
    notes = (
        [Note("no_spread")]
        if exact
        else list(_about_errors(design, errors, lag, ar1, lag_one(residuals, time, group), sides, rows))
    )
    if dispersion is not None and not exact:
        if design.specification.model == "poisson" and dispersion > OVERDISPERSED:
            notes.append(Note("overdispersed", {"dispersion": dispersion}))
        if design.specification.model == "quasipoisson" and dispersion < 1 / OVERDISPERSED:
            notes.append(Note("underdispersed", {"dispersion": dispersion}))
        if not whole:
            notes.append(Note("not_whole_counts"))
    if rows < POINTS_PER_TERM * len(design.terms):
        notes.append(Note("few_per_term", {"terms": len(design.terms), "rows": rows}))
    notes += _about_season(design, span)
    if left_out:
        notes.append(Note("left_out", {"count": left_out}))
    if gaps:
        notes.append(Note("gaps", {"count": gaps, "span": span}))
    if design.controlled:
        notes.append(Note("controlled"))
    return tuple(notes)


def _about_errors(
    design: Design,
    errors: str,
    lag: int | None,
    ar1: float | None,
    lag_one: float,
    sides: tuple[int, int],
    rows: int,
) -> list[Note]:
    few = min(sides) < FEWEST_FOR_AR1
    counted = {"fewest": FEWEST_FOR_AR1, "before": sides[0], "after": sides[1]}
    if errors == "newey-west":
        return [Note("newey_west", {"lag": lag or 0, "covered": NEWEY_WEST_COVERED})]
    if errors == "ar1" and ar1 is not None:
        notes = [Note("ar1_few_points", counted) if few else Note("ar1", {"covered": AR1_COVERED})]
        if abs(ar1) > AR1_BOUND - 1e-3:
            notes.append(Note("ar1_at_bound"))
        return notes
    if lag_one > AUTOCORRELATION_ERRORS / np.sqrt(rows):
        return [Note("neighbours_alike", {"lag_one": lag_one})]
    return [Note("few_points", counted) if few else Note("none")]


def _about_season(design: Design, span: int) -> list[Note]:
    asked = design.specification
    if asked.harmonics and asked.season:
        short = span < SEASONS_NEEDED * asked.season
        return [Note("season_overfitted", {"season": asked.season})] if short else []
    if not asked.per_year or asked.per_year < 2:
        return []
    if span < SEASONS_NEEDED * asked.per_year:
        return [Note("season_unknown", {"span": span, "season": asked.per_year})]
    return [Note("season_not_fitted", {"season": asked.per_year})]
