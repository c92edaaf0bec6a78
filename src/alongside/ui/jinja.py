"""The template environment of every page."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChainableUndefined, Environment


def environment(**options: Any) -> Environment:
    """Autoescaped Jinja with translation, addresses and static files."""
    made = Environment(**{**options, "undefined": ChainableUndefined, "autoescape": True, "extensions": ["jinja2.ext.i18n"]})
    made.globals.update(static=static, url=reverse)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext, npgettext=translation.npgettext
    )
    return made
