"""The columns of a segmented regression: level and trend, before the change and from it on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .specification import Specification

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ZERO = 1e-12
CHANGES = ("level_change", "trend_change")


@dataclass(frozen=True)
class Design:
    """Names and columns of what is fitted.

    change : the period of the change, in the count of `time`. inside : the change falls inside that period.
    """

    specification: Specification
    change: int
    inside: bool = False
    controlled: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """The names of the terms, in order."""
        own = ("intercept", "trend", "level_change", *(["trend_change"] if self.specification.slope else []))
        beside = ("control", *(f"control:{name}" for name in own[1:])) if self.controlled else ()
        waves = [f"{wave}{k}" for k in range(1, self.specification.harmonics + 1) for wave in ("sin", "cos")]
        return (*own, *beside, *waves)

    def columns(self, time: Whole, control: Whole | None = None) -> Floats:
        """The columns (rows, terms) at these periods."""
        time = np.asarray(time, dtype=np.float64)
        since = time >= self.change
        own = [np.ones_like(time), time, since.astype(np.float64)]
        if self.specification.slope:
            own.append(np.where(since, time - self.change, 0.0))
        beside = [] if control is None else [each * control for each in own]
        turn = 2 * np.pi * time / (self.specification.season or 1)
        waves = [
            wave(k * turn) for k in range(1, self.specification.harmonics + 1) for wave in (np.sin, np.cos)
        ]
        # A wave that every period meets at its zero is nothing, not rounding.
        waves = [np.where(np.abs(wave) < ZERO, 0.0, wave) for wave in waves]
        return np.column_stack([*own, *beside, *waves])

    def left_out(self, time: Whole) -> Flags:
        """Which periods are left out: the one the change falls inside, and those of the phase-in."""
        last = self.change + self.specification.phase_in + (1 if self.inside else 0)
        return (time >= self.change) & (time < last)

    def difference(self, time: float) -> Floats:
        """The combination of terms that is the change by period `time`: with the change less without it."""
        if self.controlled:
            names, sign = [f"control:{name}" for name in CHANGES], -1.0
        else:
            names, sign = list(CHANGES), 1.0
        weights = dict(zip(names, (1.0, time - self.change), strict=True))
        return sign * np.array([weights.get(term, 0.0) for term in self.terms])
