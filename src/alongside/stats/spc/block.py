"""The numbers of a block of series, checked and laid out as its chart plots them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Flags, Floats, Whole, quietly
from .chart_types import ChartType
from .refusals import Refused

_ARRAYS = ("y", "value", "size", "sd", "given_size", "phase", "excluded", "inside", "length", "empty_sizes")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of series in the natural unit of its chart; arrays of shape (series, rows) but `length`."""

    y: Floats  # as plotted, before multiply; NaN where missing
    value: Floats  # numerator, or value
    size: Floats  # denominator; 1 on a c chart; NaN where there is none, or it is 0
    sd: Floats | None  # standard deviations of samples, on an xbar chart
    given_size: Floats | None  # denominators as given
    phase: Whole  # from 1; 0 beyond the end of a series
    excluded: Flags
    inside: Flags  # a row of its series, not padding behind it
    length: Whole
    phases: int  # the highest phase in the block, at least 1
    empty_sizes: Flags  # a denominator of 0

    @property
    def present(self) -> Flags:
        """There is a value to plot."""
        return ~np.isnan(self.y)

    @property
    def usable(self) -> Flags:
        """There is a value, and it is not excluded."""
        return self.present & ~self.excluded

    def part(self, where: slice) -> "Block":
        """Some of the series, one after another."""
        arrays = {name: each for name in _ARRAYS if (each := getattr(self, name)) is not None}
        return replace(self, **{name: each[where] for name, each in arrays.items()})

    def in_phase(self, phase: int) -> Flags:
        within: Flags = self.phase == phase
        return within

    def in_baseline(self, rows: int | None) -> Flags:
        """The first so many rows of each phase, blank and excluded rows counted; all rows for None."""
        if rows is None:
            return self.inside
        window = np.zeros(self.y.shape, dtype=bool)
        for phase in range(1, self.phases + 1):
            within = self.in_phase(phase)
            window |= within & (np.cumsum(within, axis=1) <= rows)
        return window


def lay_out(
    y: ArrayLike,
    n: ArrayLike | None,
    *,
    sd: ArrayLike | None = None,
    phase: ArrayLike | None,
    excluded: ArrayLike | None,
    length: ArrayLike | None,
    kind: ChartType,
    chart: str,
) -> Block:
    """Check the numbers and put them into a Block; see `judge` for the arguments.

    A single series may be given flat; `phase` and `excluded` may be given once for all series.
    Raises Refused with the series and row, counted from 1.
    """
    value = np.atleast_2d(np.array(y, dtype=np.float64))
    if value.ndim != 2:
        raise Refused("wrong_shape", name="y", given=value.shape, expected="(series, rows)")
    shape = value.shape
    lengths = _lengths(length, shape)
    inside = np.arange(shape[1]) < lengths[:, None]
    value[~inside] = np.nan
    size = _sizes(n, shape, inside, kind, chart)
    spread = _spreads(sd, shape, inside, size, kind, chart)
    _check_values(value, size, kind)
    phases = _phases(phase, shape, inside)
    left_out = _shaped(excluded, shape, "excluded", np.bool_, fill=False) & inside
    given_size = None if n is None else size.copy()
    empty = size == 0
    size[empty] = np.nan
    if kind.samples:
        # A sample of one value has a mean but no standard deviation.
        plotted = np.where(size >= (1 if kind.needs_spread else 2), value, np.nan)
    else:
        plotted = value / size if n is not None else value.copy()
    if kind.plots_ranges:
        plotted = _ranges(plotted, phases, left_out)
    if kind.denominator == "refused":
        size = np.ones(shape)
    highest = int(phases.max(initial=1))
    return Block(plotted, value, size, spread, given_size, phases, left_out, inside, lengths, highest, empty)


def _shaped(
    given: ArrayLike | None, shape: tuple[int, ...], name: str, kind: type, *, fill: object
) -> np.ndarray:
    if given is None:
        return np.full(shape, fill, dtype=kind)
    array = np.asarray(given)
    if array.shape not in (shape, shape[1:]):
        raise Refused("wrong_shape", name=name, given=array.shape, expected=shape)
    return np.array(np.broadcast_to(array, shape), dtype=kind)


def _lengths(given: ArrayLike | None, shape: tuple[int, ...]) -> Whole:
    series, rows = shape
    if given is None:
        return np.full(series, rows, dtype=np.int64)
    lengths = np.atleast_1d(np.array(given, dtype=np.int64))
    if lengths.shape != (series,):
        raise Refused("wrong_shape", name="length", given=lengths.shape, expected=(series,))
    for which in np.flatnonzero((lengths < 0) | (lengths > rows)):
        raise Refused("bad_length", series=which + 1, length=lengths[which], rows=rows)
    return lengths


def _sizes(n: ArrayLike | None, shape: tuple[int, ...], inside: Flags, kind: ChartType, chart: str) -> Floats:
    if n is None and kind.denominator == "required":
        raise Refused("denominator_needed", chart=chart)
    if n is not None and kind.denominator == "refused":
        raise Refused("denominator_refused", chart=chart)
    size = _shaped(n, shape, "n", np.float64, fill=np.nan)
    size[~inside] = np.nan
    _refuse_first(np.isinf(size), "infinite", name="denominator")
    _refuse_first(size < 0, "negative", name="denominator", value=size)
    if kind.samples:
        _refuse_first((size != np.round(size)) & ~np.isnan(size), "not_whole", size=size)
    return size


def _spreads(
    sd: ArrayLike | None, shape: tuple[int, ...], inside: Flags, size: Floats, kind: ChartType, chart: str
) -> Floats | None:
    if kind.needs_spread != (sd is not None):
        raise Refused("spread_needed" if kind.needs_spread else "spread_refused", chart=chart)
    if sd is None:
        return None
    spread = _shaped(sd, shape, "sd", np.float64, fill=np.nan)
    spread[~inside | ~(size >= 2)] = np.nan
    _refuse_first(np.isinf(spread), "infinite", name="standard deviation")
    _refuse_first(spread < 0, "negative", name="standard deviation", value=spread)
    return spread


def _check_values(value: Floats, size: Floats, kind: ChartType) -> None:
    name = "numerator" if kind.expected is not None else "value"
    _refuse_first(np.isinf(value), "infinite", name=name)
    if kind.counts:
        _refuse_first(value < 0, "negative", name=name, value=value)
    if kind.counts == "share":
        _refuse_first((value > size) & (size > 0), "more_than_all", value=value, size=size)


def _phases(given: ArrayLike | None, shape: tuple[int, ...], inside: Flags) -> Whole:
    phases = _shaped(given, shape, "phase", np.int64, fill=1)
    phases[~inside] = 0
    before = np.ones(shape, dtype=np.int64)
    before[:, 1:] = phases[:, :-1]
    step = phases - before
    first = np.zeros(shape, dtype=bool)
    first[:, :1] = True
    wrong = np.where(first, step != 0, (step != 0) & (step != 1)) & inside
    _refuse_first(wrong, "bad_phase", phase=phases)
    return phases


def _ranges(plotted: Floats, phases: Whole, excluded: Flags) -> Floats:
    """How far each value is from the one before it; missing after a gap, an excluded point or a new phase."""
    ranges = np.full(plotted.shape, np.nan)
    with quietly():
        apart = np.abs(plotted[:, 1:] - plotted[:, :-1])
    follows = (phases[:, 1:] == phases[:, :-1]) & ~excluded[:, :-1]
    ranges[:, 1:] = np.where(follows, apart, np.nan)
    return ranges


def _refuse_first(wrong: Flags, code: str, **params: object) -> None:
    """Refuse the first wrong number, if there is one; array params give their number at that place."""
    if not wrong.any():
        return
    for series, row in np.argwhere(wrong)[:1]:
        here = {
            name: value[series, row].item() if isinstance(value, np.ndarray) else value
            for name, value in params.items()
        }
        raise Refused(code, series=int(series) + 1, row=int(row) + 1, **here)
