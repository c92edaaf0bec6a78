"""From a mail server's address to Django's settings for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

FORM = "ALONGSIDE_EMAIL_URL must look like smtps://user:password@host:465/?from=alongside@example.org"
# scheme -> (port, STARTTLS, TLS from the first byte)
SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}
SECONDS = 20


def mail(url: str) -> dict[str, Any]:
    """Django's settings for a mail server; with no address, nothing is sent and messages are read in Alongside alone.

    Raises ValueError with a sentence that never repeats the address: it holds a password.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in SCHEMES or not parts.hostname or "@" not in sender:
        raise ValueError(FORM)
    try:
        port, starttls, tls = SCHEMES[parts.scheme]
        port = parts.port or port
    except ValueError:
        raise ValueError(FORM) from None
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
        "EMAIL_TIMEOUT": SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
    }
