"""What a form carries unseen: for whom it was drawn, the key of its write, and the version it was begun from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

FORM, KEY, VERSION, ASKED_FOR = "_form", "_key", "_version", "_do"
OURS = frozenset({FORM, KEY, VERSION, ASKED_FOR, "csrfmiddlewaretoken"})
# A form left open longer than this is refused, with what was typed on the page.
OPEN_FOR = timedelta(days=14)
_SALT = "alongside.ui.asking"


@dataclass(frozen=True, slots=True)
class Drawn:
    """For whom and where a form was drawn: signed, so that whoever posts it without a session can still be told apart."""

    account_id: uuid.UUID
    key: str
    path: str
    # Names that are never kept: passwords, files, and what the form itself says.
    not_kept: frozenset[str] = field(default_factory=frozenset)

    @property
    def form(self) -> str:
        """The name of this form on this page."""
        return form_name(self.key, self.path)

    def signed(self) -> str:
        """As it stands in the page."""
        return signing.dumps(
            {"a": str(self.account_id), "k": self.key, "p": self.path, "x": sorted(self.not_kept)},
            salt=_SALT,
            compress=True,
        )


def account_of(request: HttpRequest) -> uuid.UUID:
    """Whoever asks. Questions and buttons are for people who are signed in: nobody else has drafts or keys."""
    if not request.user.is_authenticated:
        raise ImproperlyConfigured("ask() and press() are for pages that need somebody signed in")
    return request.user.pk


def form_name(key: str, path: str) -> str:
    """The name of a form on a page: what drafts and retry keys go by."""
    return f"{key} {path}"[:500]


def drawn_from(request: HttpRequest) -> Drawn | None:
    """What the posted form says it is; None where it carries nothing of ours, or nothing that we signed lately."""
    try:
        said = signing.loads(request.POST.get(FORM, ""), salt=_SALT, max_age=OPEN_FOR)
        return Drawn(uuid.UUID(said["a"]), said["k"], said["p"], frozenset(said["x"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def key_from(request: HttpRequest) -> uuid.UUID | None:
    """The posted retry key, if it is one."""
    try:
        return uuid.UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None


def version_from(request: HttpRequest) -> int | None:
    """The posted version of the record that the form was begun from, if it is one."""
    said = request.POST.get(VERSION, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def fields(request: HttpRequest, drawn: Drawn, key: uuid.UUID, version: int | None) -> SafeString:
    """The hidden fields of a form, its token against forgery among them."""
    made = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">',
        get_token(request), FORM, drawn.signed(), KEY, key,
    )  # fmt: skip
    if version is not None:
        made += format_html('<input type="hidden" name="{}" value="{}">', VERSION, version)
    return made
