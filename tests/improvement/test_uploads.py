"""An upload stops where a table would: nothing larger reaches the disk or the memory, and the page says why."""

from __future__ import annotations

import tracemalloc

import pytest

from alongside.core import vault
from alongside.improvement.models import Import
from alongside.tabular import LIMITS
from tests.asked import form_on

from .test_pages import at, text

BOUNDARY = b"x-boundary"


class Pouring:
    """A body that is made while it is read: fields, then a file of so many bytes that never is anywhere."""

    def __init__(self, fields: dict[str, list[str]], size: int) -> None:
        parts = [
            b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
            % (BOUNDARY, name.encode(), value.encode())
            for name, values in fields.items()
            for value in values
        ]
        file = b'--%b\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\nContent-Type: text/csv\r\n\r\n'
        self.head = b"".join(parts) + file % BOUNDARY
        self.tail = b"\r\n--%b--\r\n" % BOUNDARY
        self.length = len(self.head) + size + len(self.tail)
        self.line = b"2025-01-01,1\n" * 5_000
        self.at = 0
        self.size = size

    def readline(self, wanted: int = -1) -> bytes:
        raise AssertionError("an upload is read in pieces, not in lines")

    def read(self, wanted: int = -1) -> bytes:
        wanted = min(wanted if wanted >= 0 else 65_536, self.length - self.at, len(self.line))
        if self.at < len(self.head):
            piece = self.head[self.at : self.at + wanted]
        elif self.at < len(self.head) + self.size:
            piece = self.line[: min(wanted, len(self.head) + self.size - self.at)]
        else:
            place = self.at - len(self.head) - self.size
            piece = self.tail[place : place + wanted]
        self.at += len(piece)
        return piece


def pour(client, url: str, size: int):
    body = Pouring(form_on(client.get(url)), size)
    answer = client.request(
        PATH_INFO=url,
        REQUEST_METHOD="POST",
        CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY.decode()}",
        CONTENT_LENGTH=str(body.length),
        **{"wsgi.input": body},
    )
    return answer, body


@pytest.fixture
def lead(cast):
    return cast.client(cast.improvement_lead)


def test_a_gigabyte_is_refused_with_a_sentence_while_it_comes(cast, lead, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    largest = 0
    read = Pouring.read

    def watching(self, wanted=-1):
        nonlocal largest
        if self.at % 10_000_000 < 65_536:
            largest = max(largest, sum(path.stat().st_size for path in tmp_path.iterdir()))
        return read(self, wanted)

    monkeypatch.setattr(Pouring, "read", watching)
    tracemalloc.start()
    answer, body = pour(lead, at(cast, "figures_bring"), 1_000_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert answer.status_code == 413
    assert "The file is larger than 40 MB" in text(answer)
    assert body.at == body.length  # heard to its end, so that the browser hears the answer
    assert largest <= LIMITS.bytes
    assert peak < 30_000_000
    assert list(tmp_path.iterdir()) == []
    assert not Import.objects.exists()


def test_a_gigabyte_without_a_line_end_takes_no_more_memory(cast, lead, monkeypatch):
    made = Pouring.__init__

    def without_lines(self, fields, size):
        made(self, fields, size)
        self.line = b"x" * 65_000

    monkeypatch.setattr(Pouring, "__init__", without_lines)
    tracemalloc.start()
    answer, _body = pour(lead, at(cast, "figures_bring"), 1_000_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 413
    assert peak < 30_000_000


def test_a_byte_more_than_the_limit_is_too_much(cast, lead):
    answer, _body = pour(lead, at(cast, "figures_bring"), LIMITS.bytes + 1)
    assert answer.status_code == 413


def test_a_file_below_the_limit_is_read(cast, lead):
    answer, _body = pour(lead, at(cast, "figures_bring"), 65_000)
    assert answer.status_code == 302
    assert Import.objects.get().rows == 5_000


def test_a_large_upload_to_a_page_that_takes_none_changes_nothing(cast, lead):
    answer, _body = pour(lead, at(cast, "measure_add"), LIMITS.bytes + 1)
    assert answer.status_code == 422


def test_what_may_be_uploaded_may_also_be_kept_until_it_is_taken():
    assert LIMITS.bytes <= vault.LARGEST
