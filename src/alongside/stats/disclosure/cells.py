"""Figures after control: each with its value or none, a status and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OK, ROUNDED, SUPPRESSED, MISSING = range(4)
STATUSES = ("ok", "rounded", "suppressed", "missing")
"""What became of a figure. "rounded" says that the rule was applied, also where it changed nothing: else an exact 10 would be told
apart from a rounded one. "missing" was never there."""

NONE, SMALL, COMPLEMENT, ATTRIBUTE, SECONDARY, BASE, BASIS, UNKNOWN = range(8)
REASONS = ("", "small", "complement", "attribute", "secondary", "base", "basis", "unknown")
"""Why a figure is hidden, for whoever prepares it: a small count; few are left of the group; nobody or everybody of it; it could be
worked out from others; a percentage of too few; a mean of too few; nobody knows of how many."""

PUBLIC_REASONS = ("", "too_few", "too_few", "too_few", "too_few", "base", "basis", "unknown")
"""The same for whoever reads what left: which of the reasons for hiding a count it was would itself tell something."""


@dataclass(frozen=True, slots=True, eq=False)
class Controlled:
    """An array after control. `values` is NaN where hidden or missing; `status` and `reason` are places in STATUSES and REASONS."""

    values: NDArray[np.float64]
    status: NDArray[np.int8]
    reason: NDArray[np.int8]

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Which figures are hidden."""
        return self.status == SUPPRESSED

    def cells(self) -> Iterator[tuple[float | None, str, str]]:
        """Each figure in order as (value or None, status, reason)."""
        columns = (self.values.ravel().tolist(), self.status.ravel().tolist(), self.reason.ravel().tolist())
        for value, status, reason in zip(*columns, strict=True):
            yield (None if np.isnan(value) else value), STATUSES[status], REASONS[reason]


def begun(values: NDArray[np.float64]) -> Controlled:
    """Figures before anything is hidden: those that aren't there are missing."""
    status = np.where(np.isnan(values), MISSING, OK).astype(np.int8)
    return Controlled(values.copy(), status, np.zeros(values.shape, dtype=np.int8))


def hide(cells: Controlled, where: NDArray[np.bool_], reason: int) -> None:
    """Hide some figures. One that is hidden already keeps its first reason; one that is missing stays so."""
    changed = where & (cells.status != SUPPRESSED) & (cells.status != MISSING)
    cells.values[changed], cells.status[changed], cells.reason[changed] = np.nan, SUPPRESSED, reason
