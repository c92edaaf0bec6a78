"""The limits that ship: a file at the limit is read, one over it is refused, and memory stays small."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from alongside.tabular import LIMITS, Unreadable, parse_pasted, read
from alongside.tabular.texts import Texts
from tests.tabular.files import HEADER, TODAY, archive, gathered, only, parts, problems, sheet_of, table, why

MEGABYTE = 1_000_000
GIGABYTE = 1_000 * MEGABYTE


class Upload:
    """A stream that makes its bytes as they are asked for, cannot go back, and counts them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "the whole upload at once"
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(given)
        return given


def repeated(start: bytes, piece: bytes, size: int) -> Upload:
    """An upload of about `size` bytes: `start`, and then `piece` again and again."""

    def pieces() -> Iterator[bytes]:
        yield start
        block = piece * (100_000 // len(piece))
        for _ in range(size // len(block)):
            yield block

    return Upload(pieces())


@pytest.mark.parametrize("start", [b"date,falls\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_an_upload_of_a_gigabyte_is_refused_as_soon_as_it_is_over_the_limit(start: bytes) -> None:
    upload = repeated(start, b"2026-01-01,5\n", GIGABYTE)
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        read(upload)
    seconds = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(refusal.value) == (
        "The file is larger than 40 MB. Keep only the columns and rows that you need, and save it again."
    )
    assert upload.given <= LIMITS.bytes + MEGABYTE
    assert peak < 5 * MEGABYTE
    assert seconds < 5


def test_a_file_of_exactly_the_limit_is_not_too_large() -> None:
    start, line = b"date,remark\n", b"2026-01-01," + b"x" * 500 + b"\n"
    count = (LIMITS.bytes - len(start)) // len(line)
    data = start + line * count
    data += b"\n" * (LIMITS.bytes - len(data))
    assert len(data) == LIMITS.bytes
    assert len(read(io.BytesIO(data))) == count
    assert why(data + b"\n")[0] == "too_big"


def test_pasted_text_has_the_same_limit() -> None:
    with pytest.raises(Unreadable, match="larger than 40 MB"):
        parse_pasted("a,b\n" + "1,2\n" * (LIMITS.bytes // 4))


def test_two_hundred_thousand_rows_are_read_and_gathered_with_little_memory() -> None:
    lines = (
        f"{2020 + row % 6}-{row % 12 + 1:02}-{row % 28 + 1:02},ward {row % 30},{row % 7},{row}\n"
        for row in range(200_000)
    )
    data = ("date,ward,fft,id\n" + "".join(lines)).encode()
    tracemalloc.start()
    found = read(io.BytesIO(data))
    result = gathered(found, x="date", where="fft=1|2", of="fft=1|2|3|4|5", by="ward", every="month")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 200_000
    assert len(result.series) == 30
    assert sum(np.nansum(series.y) for series in result.series) == sum(
        row % 7 in (1, 2) for row in range(200_000)
    )
    assert peak < 60 * MEGABYTE


def test_two_hundred_thousand_rows_of_excel_are_read() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n % 9}</v></c></row>'
        for n in range(2, 200_002)
    )
    found = read(io.BytesIO(archive(parts(sheet_of(HEADER + rows)))))
    assert len(found) == 200_000
    assert found.row(199_999) == ["200001", str(200_001 % 9)]


def test_one_row_more_than_the_limit_is_too_many() -> None:
    rows = "x,y\n" + "1,2\n" * LIMITS.rows
    assert len(table(rows)) == LIMITS.rows
    assert why(rows + "1,2\n") == ("too_many_rows", None)
    assert why(rows + "1,2\n" * 1_000) == ("too_many_rows", None)


def test_one_column_more_than_the_limit_is_too_many() -> None:
    def wide(columns: int) -> str:
        return ",".join(f"c{n}" for n in range(columns)) + "\n" + ",".join("1" * columns) + "\n"

    assert len(table(wide(LIMITS.columns)).header) == LIMITS.columns
    assert why(wide(LIMITS.columns + 1)) == ("too_many_columns", 1)
    far = '<row r="2"><c r="IQ2"><v>1</v></c></row>'
    assert why(archive(parts(sheet_of(HEADER + far)))) == ("too_many_columns", 2)
    near = far.replace("IQ2", "IP2")
    assert read(io.BytesIO(archive(parts(sheet_of(HEADER + near))))).row(0)[-1] == "1"


def test_more_cells_than_the_limit_are_too_many_even_if_most_are_empty() -> None:
    header = ",".join(f"c{n}" for n in range(LIMITS.columns)) + "\n"
    fitting = LIMITS.cells // LIMITS.columns - 1
    assert len(table(header + "1\n" * fitting)) == fitting
    assert why(header + "1\n" * (fitting + 1)) == ("too_many_cells", None)


def test_one_character_more_than_excel_allows_in_a_cell_is_too_many() -> None:
    most = "x" * LIMITS.cell_length
    assert table(f"a,b\n1,{most}\n").row(0) == ["1", most]
    assert why(f"a,b\n1,{most}x\n") == ("cell_too_long", 2)
    assert why(f'a,b\n1,"{most * 5}"\n') == ("cell_too_long", 2)
    cell = '<row r="2"><c r="A2" t="inlineStr"><is><t>{}</t></is></c></row>'
    assert read(io.BytesIO(archive(parts(sheet_of(HEADER + cell.format(most)))))).row(0)[0] == most
    assert why(archive(parts(sheet_of(HEADER + cell.format(most + "x"))))) == ("cell_too_long", 2)


def test_a_line_without_end_is_refused() -> None:
    assert why("a,b\n" + "1," * (LIMITS.line_length // 2) + "1\n") == ("line_too_long", 2)


def test_more_series_than_the_limit_are_too_many() -> None:
    def wards(count: int) -> str:
        return "date,ward,falls\n" + "".join(f"2026-01-01,w{n},1\n" for n in range(count))

    assert len(gathered(wards(LIMITS.series), x="date", y="falls", by="ward").series) == LIMITS.series
    assert problems(wards(LIMITS.series + 1), x="date", y="falls", by="ward") == [
        "Column “ward” has 2,001 different values, and each would be a series; the most is 2,000. "
        "Choose a column with fewer."
    ]


def test_as_many_points_as_the_limit_are_made() -> None:
    text = "date,ward,falls\n" + "".join(
        f"{day},w{n},1\n" for n in range(5) for day in ("1920-01-01", "2193-10-14")
    )
    series = gathered(text, x="date", y="falls", by="ward", every="day", missing_dates="zero", agg="sum",
                      as_of=TODAY.replace(year=2199)).series  # fmt: skip
    assert [len(each) for each in series] == [LIMITS.points // 5 + 1 - 1] * 5
    assert sum(map(len, series)) == LIMITS.points


def test_limits_cannot_be_changed_while_running() -> None:
    with pytest.raises(FrozenInstanceError):
        LIMITS.rows = 1  # type: ignore[misc]


def test_texts_that_never_come_again_are_not_remembered() -> None:
    texts = Texts()
    tracemalloc.start()
    for number in range(200_000):
        texts.number(f"text {number}")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert texts[200_000] == "text 199999"
    assert peak < 6 * MEGABYTE


def test_a_column_of_nothing_but_different_texts_keeps_them_all() -> None:
    count = 20_000
    text = "x,y\n" + "".join(f"label {n % (count // 2)} {n // (count // 2)},{n}\n" for n in range(count))
    series = only(text, x="x", y="y")
    assert len(series) == count
    assert series.labels[0] == "label 0 0"
    assert series.labels[-1] == f"label {count // 2 - 1} 1"


def test_repeats_are_found_however_far_apart_they_are() -> None:
    text = "x,y\n" + "".join(f"label {n},{n}\n" for n in range(20_000)) + "label 0,1\n"
    assert "Row 20002, column “x”: “label 0” is already in row 2." in problems(text, x="x", y="y")[0]
