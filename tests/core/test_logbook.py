"""Lines in a logbook are on the disk before anybody relies on them, and can't be changed unseen."""

from __future__ import annotations

import stat
import threading

import pytest

from alongside.core import logbook
from alongside.core.logbook import Logbook


@pytest.fixture
def book(tmp_path):
    return Logbook(tmp_path / "books" / "test.log", "test")


def test_lines_are_read_as_they_were_written(book):
    assert book.last() is None
    assert list(book.lines()) == []
    for number in range(3):
        book.append(what="line", n=str(number))
    assert [line.said["n"] for line in book.lines()] == ["0", "1", "2"]
    assert [line.wrong for line in book.lines()] == ["", "", ""]
    assert book.last().said["n"] == "2"


def test_the_file_is_for_this_account_alone(book):
    book.append(what="line")
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(book.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("value", ["two words", "a\nb", "", "mac=x", "é", "x" * 201])
def test_a_value_that_could_forge_a_line_is_refused(book, value):
    with pytest.raises(ValueError, match="name or a figure"):
        book.append(what=value)
    assert list(book.lines()) == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda lines: [lines[0], lines[1].replace("n=1", "n=7"), lines[2]], {2: "was edited"}),
        (lambda lines: [lines[0], lines[2]], {2: "doesn't follow"}),
        (lambda lines: [lines[1], lines[2]], {1: "doesn't follow"}),
        (lambda lines: [lines[1], lines[0], lines[2]], {1: "doesn't follow", 2: "doesn't follow", 3: "doesn't follow"}),
        (lambda lines: [lines[0], lines[0], *lines[1:]], {2: "doesn't follow"}),
        (lambda lines: [lines[0], "rubbish\n", *lines[1:]], {2: "isn't whole", 3: "doesn't follow"}),
        (lambda lines: [lines[0], lines[1].replace("key=demo", "key=other"), lines[2]], {2: "can't be checked"}),
        (lambda lines: [*lines[:2], lines[2].rstrip("\n")], {3: "isn't whole"}),
    ],
)  # fmt: skip
def test_a_change_to_the_file_shows(book, change, wrong):
    for number in range(3):
        book.append(n=str(number))
    book.path.write_text("".join(change(book.path.read_text().splitlines(keepends=True))))
    found = {line.number: line.wrong for line in book.lines() if line.wrong}
    assert found.keys() == wrong.keys()
    assert all(found[number].startswith(start) for number, start in wrong.items())


def test_lines_of_one_book_are_not_good_in_another(book, tmp_path):
    book.append(what="line")
    other = Logbook(tmp_path / "other.log", "another purpose")
    other.path.write_bytes(book.path.read_bytes())
    assert [line.genuine for line in other.lines()] == [False]


def test_half_a_line_that_a_crash_left_is_dropped(book):
    book.append(n="0")
    whole = book.path.read_bytes()
    for left in (whole[:40], b"\0" * 30):
        book.path.write_bytes(whole + left)
        assert book.last().said["n"] == "0"
        book.append(n="1")
        assert [(line.said["n"], line.wrong) for line in book.lines()] == [("0", ""), ("1", "")]


def test_a_disk_that_fails_is_no_success(book, monkeypatch):
    book.append(n="0")

    def broken(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(logbook.os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        book.append(n="1")


def test_many_writers_at_once_leave_whole_lines_in_one_chain(book):
    def write(writer: int) -> None:
        for number in range(10):
            book.append(writer=str(writer), n=str(number))

    writers = [threading.Thread(target=write, args=(each,)) for each in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    lines = list(book.lines())
    assert len(lines) == 40
    assert not any(line.wrong for line in lines)
