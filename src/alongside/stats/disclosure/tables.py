"""Tables of counts with margins: nothing hidden may be what is left over when the rest is taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .attack import Span, possible
from .cells import SECONDARY, SMALL, Controlled, begun, hide
from .counts import show, small, whole
from .profiles import Profile
from .rounding import rounded, span

LARGEST = 2_000
"""Cells a table may have: people read it, and each hidden cell costs two small linear programmes."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table after control: its cells (rows, columns), the sums of rows and of columns, and the sum of all."""

    cells: Controlled
    rows: Controlled
    columns: Controlled
    total: Controlled  # of shape (1,)


def protect_table(counts: ArrayLike, *, profile: Profile) -> Table:
    """A table of counts (rows, columns) with its margins, each figure controlled so that no hidden one can be worked out.

    Small figures are hidden, margins too; sums are made of exact counts and rounded on their own. Then somebody is played who knows
    the rules and the reasons, adds and takes away: while a hidden count could have fewer than `profile.candidates` values, the
    smallest figure beside it is hidden as well ("secondary"), in the end every one.

    Raises ValueError for counts that are missing (a sum of them would mean nothing), no whole numbers, or too many.

    >>> made = protect_table([[3, 12, 25], [40, 50, 60]], profile=Profile(mode="none"))
    >>> made.cells.values.tolist()
    [[nan, nan, 25.0], [nan, nan, 60.0]]
    """
    exact = np.atleast_2d(whole(counts))
    if exact.ndim != 2 or exact.size == 0 or np.isnan(exact).any():
        raise ValueError("a table has rows and columns, and a count in each cell")
    if exact.size > LARGEST:
        raise ValueError(f"a table of {exact.size} cells is larger than {LARGEST}")
    return _Hiding(exact, profile).done()


class _Hiding:
    """One table on its way: what is hidden of the whole, margins as a further row and column."""

    def __init__(self, exact: NDArray[np.float64], profile: Profile) -> None:
        self.profile = profile
        self.whole = np.pad(exact, ((0, 1), (0, 1)))
        self.whole[:-1, -1], self.whole[-1, :-1], self.whole[-1, -1] = exact.sum(1), exact.sum(0), exact.sum()
        self.cells = begun(self.whole)
        hide(self.cells, small(self.whole, profile), SMALL)
        self.primary = self.cells.hidden.copy()

    def done(self) -> Table:
        while exposed := self._exposed():
            self._hide_another(exposed[0])
        show(self.cells, self.profile)
        return Table(
            cells=self._part(slice(None, -1), slice(None, -1)),
            rows=self._part(slice(None, -1), -1),
            columns=self._part(-1, slice(None, -1)),
            total=self._part(-1, slice(-1, None)),
        )

    def _part(self, row: slice | int, column: slice | int) -> Controlled:
        cells = self.cells
        return Controlled(
            cells.values[row, column].copy(),
            cells.status[row, column].copy(),
            cells.reason[row, column].copy(),
        )

    def _exposed(self) -> list[tuple[int, int]]:
        """Hidden small figures that could be worked out, or nearly."""
        asked = [(row, column) for row, column in np.argwhere(self.primary).tolist()]
        if not asked:
            return []
        spans = [[self._span(row, column) for column in range(self._width)] for row in range(self._height)]
        cells, last = [row[:-1] for row in spans[:-1]], spans[-1]
        ends = possible(cells, [row[-1] for row in spans[:-1]], last[:-1], last[-1], asked)
        return [at for at, found in zip(asked, ends, strict=True) if self._narrow(found)]

    @property
    def _height(self) -> int:
        return int(self.whole.shape[0])

    @property
    def _width(self) -> int:
        return int(self.whole.shape[1])

    def _narrow(self, ends: Span) -> bool:
        return ends.high is not None and ends.high - ends.low + 1 < self.profile.candidates

    def _span(self, row: int, column: int) -> Span:
        """What somebody who knows the rules and the reasons knows of one figure."""
        if self.primary[row, column]:
            return Span(1 if self.profile.zero_shown else 0, self.profile.count_min - 1)
        if self.cells.hidden[row, column]:
            return Span(self.profile.count_min, None)
        return Span(*span(float(rounded(self.whole[row, column], self.profile)), self.profile))

    def _standing_alone(self, row: int, column: int) -> NDArray[np.bool_]:
        """The row or column of a hidden figure, or both, where no other is hidden."""
        hidden = self.cells.hidden
        lines = np.zeros_like(hidden)
        if hidden[row, :].sum() == 1:
            lines[row, :] = True
        if hidden[:, column].sum() == 1:
            lines[:, column] = True
        return lines

    def _hide_another(self, at: tuple[int, int]) -> None:
        """Hide the smallest figure that may help: where a hidden one stands alone in its row or column, sums last."""
        row, column = at
        shown = ~self.cells.hidden & (self.whole > 0)
        alone = np.zeros_like(shown)
        for hidden in np.argwhere(self.cells.hidden).tolist():
            alone |= self._standing_alone(*hidden)
        beside = np.zeros_like(shown)
        beside[row, :] = beside[:, column] = True
        inner = np.zeros_like(shown)
        inner[:-1, :-1] = True
        own = self._standing_alone(row, column)
        for among in (own & inner, alone & inner, beside & inner, beside, inner, np.ones_like(shown)):
            if (among & shown).any():
                places = np.argwhere(among & shown)
                smallest = places[np.argmin(self.whole[among & shown])]
                where = np.zeros_like(shown)
                where[tuple(smallest)] = True
                hide(self.cells, where, SECONDARY)
                return
        # Nothing but noughts is left to see, and the reasons themselves give it away: then nothing is told, and no reason but one.
        hide(self.cells, ~self.cells.hidden, SECONDARY)
        self.cells.reason[:] = SECONDARY
        self.primary[:] = False
