"""What was typed, taken out of a posted form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.http import HttpRequest

from alongside.core import retries
from alongside.ui.asking.hidden import OURS


def digest_of(request: HttpRequest) -> str:
    """A digest of everything posted but our own hidden fields, files with their content."""
    return retries.digest(_parts(request))


def _parts(request: HttpRequest) -> Iterator[bytes]:
    for name in sorted(set(request.POST) - OURS):
        for value in request.POST.getlist(name):
            yield from (name.encode(), value.encode("utf-8", "surrogatepass"))
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            content = hashlib.sha256()
            for chunk in upload.chunks():
                content.update(chunk)
            upload.seek(0)
            yield from (name.encode(), (upload.name or "").encode(), content.digest())
