"""The notes of a block of series, kept as columns and written out when somebody reads them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from .arrays import Flags, Floats, Whole
from .notes import Note

Params = Mapping[str, Whole | Floats | int | str]
SeriesNotes = tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """One note of many series: which have it, and the numbers of its sentence for each of them."""

    code: str
    series: Whole  # growing; a series with two such phases is there twice
    params: dict[str, Any]  # arrays as long as `series`, or one value for all

    def of(self, series: int) -> Iterator[Note]:
        first, behind = np.searchsorted(self.series, [series, series + 1]).tolist()
        for place in range(first, behind):
            yield Note(
                self.code,
                {
                    name: each[place].item() if isinstance(each, np.ndarray) else each
                    for name, each in self.params.items()
                },
            )


class Notes(Sequence[SeriesNotes]):
    """The notes of each series, as a tuple; reads like a tuple of tuples."""

    def __init__(self, series: int, columns: Sequence[_Column]) -> None:
        self._series = series
        self._columns = columns

    def __len__(self) -> int:
        return self._series

    @overload
    def __getitem__(self, which: int) -> SeriesNotes: ...
    @overload
    def __getitem__(self, which: slice) -> tuple[SeriesNotes, ...]: ...
    def __getitem__(self, which: int | slice) -> SeriesNotes | tuple[SeriesNotes, ...]:
        if isinstance(which, slice):
            return tuple(self[each] for each in range(*which.indices(self._series)))
        if not -self._series <= which < self._series:
            raise IndexError(f"there are {self._series} series")
        series = which % self._series
        return tuple(note for column in self._columns for note in column.of(series))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    @staticmethod
    def joined(pieces: Iterable[tuple[slice, "Notes"]], series: int) -> "Notes":
        """The notes of so many series from those of parts, each with the series it stands for."""
        columns = [
            _Column(column.code, column.series + where.start, column.params)
            for where, piece in pieces
            for column in piece._columns
        ]
        return Notes(series, columns)


class Book:
    """Collects the notes of a block, those that change how a chart is read first."""

    def __init__(self, series: int) -> None:
        self._series = series
        self._columns: list[_Column] = []

    def each_series(self, code: str, where: Flags, **params: Whole | Floats | int) -> None:
        """The note for the series in `where`, of shape (series,), as are the arrays of `params`."""
        series = np.flatnonzero(where)
        if len(series):
            self._columns.append(_Column(code, series, _picked(params, (series,))))

    def each_phase(self, code: str, where: Flags, **params: Whole | Floats | int | str) -> None:
        """The note for the phases in `where`, of shape (series, phases), as are the arrays of `params`."""
        series, phase = where.nonzero()
        if len(series):
            self._columns.append(
                _Column(code, series, {"phase": phase + 1, **_picked(params, (series, phase))})
            )

    def each_count(self, code: str, where: Flags) -> None:
        """The note for series with points in `where`, of shape (series, rows), and how many they are."""
        if where.any():
            count: Whole = where.sum(axis=1)
            self.each_series(code, count > 0, count=count)

    def written(self) -> Notes:
        return Notes(self._series, self._columns)


def _picked(params: Params, place: tuple[Whole, ...]) -> dict[str, Any]:
    return {name: each[place] if isinstance(each, np.ndarray) else each for name, each in params.items()}
