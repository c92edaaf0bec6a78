"""Workbooks made to do harm: refused in a moment, with little memory, and with a sentence."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tabular import LIMITS, Unreadable, read
from tests.tabular.files import HEADER, archive, parts, read_or_refused, sheet_of, why, workbook

MEGABYTE = 1_000_000


def timed_and_weighed(data: bytes) -> tuple[str, float, float]:
    """Return why a file is refused, the seconds it took, and the megabytes at the most."""
    source = io.BytesIO(data)
    started = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        read(source)
    seconds = time.perf_counter() - started
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read(io.BytesIO(data))
    peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
    tracemalloc.stop()
    return refusal.value.problem.code, seconds, peak


def _with_member(name: str, size: int) -> bytes:
    """A workbook with a part of nothing but blanks, which pack a thousandfold."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts("").items():
            if part != name:
                packed.writestr(part, content)
        with packed.open(name, "w", force_zip64=True) as member:
            for _ in range(size // MEGABYTE):
                member.write(b" " * MEGABYTE)
    return file.getvalue()


def test_a_zip_bomb_is_refused_in_a_moment() -> None:
    code, seconds, megabytes = timed_and_weighed(_with_member("xl/worksheets/sheet1.xml", 250 * MEGABYTE))
    assert code == "archive_unpacked"
    assert seconds < 2
    assert megabytes < 20


def test_a_smaller_bomb_is_refused_for_how_tightly_it_is_packed() -> None:
    code, seconds, megabytes = timed_and_weighed(_with_member("xl/worksheets/sheet1.xml", 100 * MEGABYTE))
    assert code == "archive_ratio"
    assert seconds < 2
    assert megabytes < 20


def test_a_bomb_in_any_part_is_refused_even_one_that_nobody_reads() -> None:
    assert why(_with_member("xl/media/picture.png", 100 * MEGABYTE))[0] == "archive_ratio"


def test_a_directory_that_lies_about_sizes_gains_nothing() -> None:
    data = bytearray(_with_member("xl/worksheets/sheet1.xml", 50 * MEGABYTE))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, 1_000)  # the directory's unpacked size
    code, seconds, megabytes = timed_and_weighed(bytes(data))
    assert code == "broken_workbook"
    assert seconds < 2
    assert megabytes < 20


def test_a_hundred_thousand_parts_are_refused_before_they_are_listed() -> None:
    entry = b"PK\x01\x02" + bytes(42) + b"x"
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, len(entry) * 100_000, 0, 0)
    code, seconds, megabytes = timed_and_weighed(b"PK\x03\x04" + entry * 100_000 + end)
    assert code == "archive_entries"
    assert seconds < 2
    assert megabytes < 20


def test_as_many_parts_as_the_limit_are_not_too_many() -> None:
    content = parts(sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>'))
    filler = {f"xl/media/{n}": "x" for n in range(LIMITS.archive_entries - len(content))}
    assert read(io.BytesIO(archive(content | filler))).header == ("month", "falls")
    assert why(archive(content | filler | {"one more": "x"}))[0] == "archive_entries"


def test_a_bomb_inside_a_bomb_is_never_opened() -> None:
    content = parts(sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>'))
    packed = {name: text.encode() for name, text in content.items()}
    packed["xl/embeddings/inner.zip"] = _with_member("x", 50 * MEGABYTE)
    assert len(read(io.BytesIO(archive(packed)))) == 1


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "http://127.0.0.1:9/canary">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/canary.dtd">',
        '<!DOCTYPE w [<!ENTITY % a SYSTEM "http://127.0.0.1:9/canary"> %a;]>',
        "<!DOCTYPE w>",
    ],
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels"]
)
def test_document_types_and_entities_are_refused_in_every_part(before: str, part: str) -> None:
    content = parts(sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>'))
    content[part] = before + content[part]
    assert why(archive(content))[0] == "markup_entities"


def test_markup_a_hundred_thousand_deep_does_no_harm() -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    data = archive(parts(sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>', after=deep)))
    assert len(read(io.BytesIO(data))) == 1


def test_one_enormous_piece_of_markup_is_refused_before_it_is_all_in_memory() -> None:
    noise = "".join(
        chr(97 + (n * n) % 26) for n in range(5 * MEGABYTE)
    )  # packs badly, so the ratio is harmless
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for name, text in parts(f'<worksheet a="{noise}"><sheetData/></worksheet>').items():
            packed.writestr(name, text)
    code, seconds, megabytes = timed_and_weighed(file.getvalue())
    assert code == "markup_token"
    assert seconds < 2
    assert megabytes < 20


def test_tags_without_end_are_refused() -> None:
    # Comments full of signs count like tags, and are quick to read.
    start, end = sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>', after="|").encode().split(b"|")
    comment = b"<!--" + b"<" * 499_999 + b"-->"
    rest = LIMITS.markup_tags - (start + end + comment * 24).count(b"<")
    packed = {name: text.encode() for name, text in parts("").items()}
    packed["xl/worksheets/sheet1.xml"] = start + comment * 24 + b"<!--" + b"<" * (rest - 1) + b"-->" + end
    assert len(read(io.BytesIO(archive(packed, zipfile.ZIP_STORED)))) == 1
    packed["xl/worksheets/sheet1.xml"] += b"<!---->"
    assert why(archive(packed, zipfile.ZIP_STORED))[0] == "markup_tags"


def test_shared_texts_without_end_are_refused() -> None:
    count = LIMITS.shared_text // 50 + 1
    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + b"<si/>" * count
        + b"</sst>"
    )
    packed = {name: text.encode() for name, text in parts(sheet_of(HEADER)).items()}
    assert why(archive(packed | {"xl/sharedStrings.xml": texts}, zipfile.ZIP_STORED))[0] == "archive_unpacked"


def test_a_part_twice_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, text in parts(sheet_of(HEADER)).items():
            packed.writestr(name, text)
        with pytest.warns(UserWarning, match="Duplicate name"):
            packed.writestr("xl/workbook.xml", "<workbook/>")
    assert why(file.getvalue())[0] == "archive_twice"


def test_names_that_climb_out_of_the_archive_touch_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = parts(sheet_of(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>'))
    content |= {"../../climbed": "x", "/absolute": "x", "xl/../../../climbed": "x"}
    assert len(read(io.BytesIO(archive(content)))) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_with_a_password_is_refused_for_that() -> None:
    compound = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert why(compound)[0] == "password"
    data = bytearray(workbook(["month", "falls"], ["2026-01", 3]))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert why(bytes(data))[0] == "password"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old_excel"),
        (archive({"xl/workbook.bin": "x", "_rels/.rels": "x"}), "binary_excel"),
        (archive({"word/document.xml": "x", "_rels/.rels": "x"}), "other_kind"),
        (archive({"ppt/presentation.xml": "x"}), "other_kind"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "other_kind"),
        (archive({"readme.txt": "x"}), "not_a_workbook"),
        (archive({}), "not_a_workbook"),
        (archive({"_rels/.rels": "<Relationships/>"}), "not_a_workbook"),
        (archive({"_rels/.rels": "not markup"}), "broken_workbook"),
        (b"PK\x03\x04 and no more", "broken_workbook"),
    ],
)
def test_other_archives_are_refused_for_what_they_are(data: bytes, code: str) -> None:
    assert why(data)[0] == code


@pytest.mark.parametrize(
    "row",
    [
        '<row r="x"/>',
        '<row r="1"/><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="a2"><v>1</v></c></row>',
        '<row r="2"><c r="ÅÅ2"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>99</v></c></row>',
        '<row r="2"><c r="A2"><v>one</v></c></row>',
        '<row r="2"><c r="A2"',
        '<row r="99999999999999999999"><c r="A2"><v>1</v></c></row>',
    ],
)
def test_damaged_sheets_are_refused(row: str) -> None:
    assert why(archive(parts(sheet_of(HEADER + row))))[0] == "broken_workbook"


GOOD = workbook(["month", "falls"], ["2026-01", 3], ["2026-02", 4.5])


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_flipped_bytes_is_read_or_refused(flips: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, byte in flips:
        data[at] = byte
    read_or_refused(lambda: read(io.BytesIO(data)))


@given(st.integers(0, len(GOOD)))
def test_a_workbook_cut_short_is_refused(length: int) -> None:
    if length < len(GOOD):
        with pytest.raises(Unreadable):
            read(io.BytesIO(GOOD[:length]))


MARKUP = st.recursive(
    st.sampled_from(["", "1", "x", "&amp;", "&#0;", "<v>1</v>", "<f>A1</f>", "<v/>", "<is><t>a</t></is>"]),
    lambda inner: st.builds(
        "<{0} {1}>{2}{3}</{0}>".format,
        st.sampled_from(["row", "c", "v", "t", "mergeCell", "f", "rPh"]),
        st.sampled_from(
            [
                "",
                'r="A1"',
                'r="2"',
                't="s"',
                't="b"',
                't="d"',
                's="1"',
                'ref="A1:B2"',
                't="inlineStr"',
                'r=""',
            ]
        ),
        inner,
        inner,
    ),
    max_leaves=12,
)


@given(MARKUP)
def test_any_markup_in_a_sheet_is_read_or_refused(markup: str) -> None:
    data = archive(parts(sheet_of(HEADER + markup)))
    read_or_refused(lambda: read(io.BytesIO(data)))
