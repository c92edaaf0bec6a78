"""The x column: dates, or labels in file order, but never some of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from alongside.tabular import dates
from alongside.tabular.dates import EARLIEST, LATEST, Read, read_date
from alongside.tabular.excel_dates import serial_day
from alongside.tabular.figures import Rows, cell_problem
from alongside.tabular.missing import is_broken, is_empty, is_formula
from alongside.tabular.numbers import Fault, read_number
from alongside.tabular.periods import NO_DAY, Integers
from alongside.tabular.problems import Note, Problem, Problems, shown
from alongside.tabular.table import Column, Table

_EPOCH = date(1970, 1, 1).toordinal()
# Whole numbers in this range, 1990 to 2050, are Excel's dates if every cell of the column is one or a date.
_SERIALS = range(32_874, 54_789)


@dataclass
class Moments:
    """The x of each row: a day counted from 1970 where `dated`, else the number of its label in `labels`."""

    column: Column
    dated: bool
    values: Integers
    labels: list[str]
    empty: Rows
    notes: list[Note] = field(default_factory=list)


def read_moments(table: Table, column: Column, every: str | None, problems: Problems) -> Moments:
    """Understand each different text of the x column once."""
    texts = column.texts
    read = _understood(texts)
    empty = np.array([is_empty(text) for text in texts], dtype=bool)
    faults = {n: found.value for n, found in enumerate(read) if isinstance(found, dates.Fault)}
    faults |= {n: "excel_error" for n, text in enumerate(texts) if is_broken(text)}
    faults |= {n: "formula" for n, text in enumerate(texts) if is_formula(text)}
    labels = [n for n in range(len(texts)) if read[n] is None and n not in faults and not empty[n]]
    dated = [n for n in range(len(texts)) if isinstance(read[n], Read)]
    dates_here = bool(every) or _rows_of(column, dated) + _rows_of(column, list(faults)) > _rows_of(
        column, labels
    )
    if every:
        faults |= dict.fromkeys(labels, "date_needed")
    elif dates_here:
        faults |= dict.fromkeys(labels, "not_a_date")
    else:
        faults |= dict.fromkeys(dated, "not_a_label")
    if faults:
        _report(table, column, faults, every, problems)
    if not dates_here:
        return Moments(column, False, column.cells, texts, empty[column.cells])
    days = np.array(
        [found.date.toordinal() - _EPOCH if isinstance(found, Read) else NO_DAY for found in read],
        dtype=np.int64,
    )
    return Moments(column, True, days[column.cells], [], empty[column.cells], _notes(table, column, read))


def _understood(texts: list[str]) -> list[Read | dates.Fault | None]:
    read = [read_date(text) for text in texts]
    filled = [n for n, text in enumerate(texts) if not is_empty(text)]
    if filled and all(dates.is_financial_year(texts[n]) for n in filled):
        return [None] * len(texts)
    serials = {n: serial for n in filled if read[n] is None and (serial := _serial(texts[n]))}
    if serials and all(read[n] is not None or n in serials for n in filled):
        for n, serial in serials.items():
            read[n] = Read(serial_day(int(serial)), timed=serial != int(serial))
    return read


def _serial(text: str) -> float | None:
    value = (
        read_number(text)
        if text[:1].isdigit() and "," not in text and "%" not in text
        else Fault.NOT_A_NUMBER
    )
    return value if isinstance(value, float) and int(value) in _SERIALS else None


def _rows_of(column: Column, numbers: list[int]) -> int:
    return int(np.isin(column.cells, numbers).sum()) if numbers else 0


def _report(
    table: Table, column: Column, faults: dict[int, str], every: str | None, problems: Problems
) -> None:
    bad = np.zeros(len(column.texts), dtype=bool)
    bad[list(faults)] = True
    rows = np.flatnonzero(bad[column.cells])

    def problem(row: int) -> Problem:
        code, text = faults[int(column.cells[row])], column.text(row)
        params: dict[str, object] = {"every": every} if code == "date_needed" else {}
        if code == "month_first":
            params["suggestion"] = _swapped(text)
        elif code == "date_out_of_range":
            params |= {"earliest": EARLIEST.isoformat(), "latest": LATEST.isoformat()}
        return cell_problem(table, column, row, code, **params)

    problems.add_some((problem(int(row)) for row in rows[: problems.most]), len(rows))


def _swapped(text: str) -> str:
    """Write 3/27/2026 the other way round."""
    by = next(character for character in text if not character.isdigit())
    first, second, rest = text.split(by, 2)
    return shown(f"{second}{by}{first}{by}{rest}")


def _notes(table: Table, column: Column, read: list[Read | dates.Fault | None]) -> list[Note]:
    found = {n: each for n, each in enumerate(read) if isinstance(each, Read)}
    notes: list[Note] = []
    unsettled = [n for n, each in found.items() if each.could_be_month_first]
    if unsettled and not any(each.day_first and each.date.day > 12 for each in found.values()):
        notes.append(_example(table, column, unsettled, found, "day_first"))
    serials = [n for n in found if read_date(column.texts[n]) is None]
    if serials:
        notes.append(_example(table, column, serials, found, "excel_serials"))
    if any(each.timed for each in found.values()):
        notes.append(Note("times_of_day", column=column.name))
    return notes


def _example(table: Table, column: Column, numbers: list[int], found: dict[int, Read], code: str) -> Note:
    row = int(np.flatnonzero(np.isin(column.cells, numbers))[0])
    day = found[int(column.cells[row])].date
    particulars = {"value": shown(column.text(row)), "meaning": day.isoformat()}
    return Note(code, int(table.lines[row]), column.name, particulars)
