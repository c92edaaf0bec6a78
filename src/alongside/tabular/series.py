"""What gathering gives: series of points, or the problems that stopped it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.tabular.problems import Note, Problem

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Points in order: ISO dates or labels, values or numerators, and denominators if there are any. NaN is a
    gap.
    """

    key: str | None
    """The value of the `by` column."""
    labels: list[str]
    y: Floats
    n: Floats | None
    lines: npt.NDArray[np.int64]
    """The row in the file that a point comes from, the first of them if it has several, 0 if it has none."""
    dated: bool
    notes: tuple[Note, ...] = ()
    sd: Floats | None = None
    """Standard deviations of samples, where they were given."""

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Gathered:
    """Either problems or series, never both. `notes` are about the file; each series has its own too."""

    series: tuple[Series, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = field(default_factory=tuple)


def above_denominator(series: Series) -> list[Problem]:
    """Return a problem for each point whose numerator is above its denominator, for charts of shares."""
    if series.n is None:
        return []
    return [
        Problem(
            "above_denominator",
            int(series.lines[point]),
            params={
                "value": series.labels[point],
                "y": f"{series.y[point]:.15g}",
                "n": f"{series.n[point]:.15g}",
            },
        )
        for point in np.flatnonzero(series.y > series.n)
    ]
