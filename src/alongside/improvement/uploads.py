"""Uploads stop where the reader of tables would: nothing larger reaches the disk or the memory."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from alongside.tabular import LIMITS

MARK = "upload_was_cut_off"


class CutOff(FileUploadHandler):
    """Counts what comes, and lets go of it all once it is more than a table may be.

    The rest is read piece by piece and thrown away, so that the browser hears the answer; the page says what was wrong (see
    `was_cut_off`). Not by StopUpload: what is left is then read by lines, and a file of a gigabyte may be one line.
    Stands first among the handlers, because the forgery check reads a form before any page could put its own there.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.came = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.came += len(raw_data)
        if self.came > LIMITS.bytes:
            if self.request is not None:
                setattr(self.request, MARK, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """The handlers behind this one make the file."""
        return None


def was_cut_off(request: HttpRequest) -> bool:
    """Whether the files of this request were more than a table may be. Ask after the form was read."""
    return getattr(request, MARK, False)
