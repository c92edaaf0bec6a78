"""What every action asks of the words it is given."""

from __future__ import annotations

from django.utils.translation import gettext as _

from alongside.core.actions import Refused


def named(name: str, *, longest: int = 160) -> str:
    """A name, tidied. Raises Refused for none, or for one that is too long."""
    tidy = " ".join(name.split())
    if not tidy:
        raise Refused(_("Enter a name."))
    if len(tidy) > longest:
        raise Refused(_("Use a name of at most %(longest)d characters.") % {"longest": longest})
    return tidy


def said(text: str, *, missing: str) -> str:
    """What somebody wrote, tidied at its ends. Raises Refused with `missing` when they wrote nothing."""
    tidy = text.strip()
    if not tidy:
        raise Refused(missing)
    return tidy
