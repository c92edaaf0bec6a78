"""The template environment of every page."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django_htmx.jinja import htmx_script
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup, escape

from alongside.ui import words
from alongside.ui.forms.foreign import foreign_field, foreign_fields, foreign_summary
from alongside.ui.pseudo import ACCENTED, MIRRORED, is_pseudo, said

# What a browser knows of the pseudo-languages.
PSEUDO_TAGS = {ACCENTED: "en-XA", MIRRORED: "ar-XB"}
COMPONENTS = ("actions", "lists", "numbers", "panels", "tables")


def environment(**options: Any) -> Environment:
    """Autoescaped Jinja with translation, addresses, static files, words and the components as `ui`."""
    # The design system's own macros stand behind our templates.
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    made = Environment(  # noqa: S701 - autoescape is on; it stands among the options
        **{**options, "undefined": ChainableUndefined, "autoescape": True, "extensions": ["jinja2.ext.i18n"]}
    )
    # {% trans %} over several lines is one sentence.
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        static=static,
        url=url,
        url_if_any=url_if_any,
        foreign_field=foreign_field,
        foreign_fields=foreign_fields,
        foreign_summary=foreign_summary,
        ui=Components(made),
        htmx_script=htmx_script,
        in_demo=lambda: settings.DEMO,
        too_few=words.too_few,
        share_of=words.share_of,
        language=language,
        new_key=uuid.uuid4,  # the retry key of a button
        direction=lambda: "rtl" if translation.get_language_bidi() else "ltr",
    )
    made.filters.update(
        bdi=bdi,
        day=words.day,
        day_and_weekday=words.day_and_weekday,
        late_by=words.late_by,
        listed=listed,
        moment=words.moment,
        month=words.month,
        number=words.number,
        percentage=words.percentage,
        short_day=words.short_day,
        since=words.since,
    )
    return made


class Components:
    """The macros in templates/ui/components/ by name: `{{ ui.button(_("Save")) }}`, without an import."""

    def __init__(self, made: Environment) -> None:
        self._environment = made

    def __getattr__(self, name: str) -> Any:
        for file in COMPONENTS:
            module = self._environment.get_template(f"ui/components/{file}.jinja").module
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(f"There is no component called {name} in templates/ui/components/")


def bdi(text: object) -> Markup:
    """What somebody or something is called, kept from turning the sentence around a right-to-left name."""
    return Markup("<bdi>{}</bdi>").format(text)


def listed(items: list[object]) -> Markup:
    """Names joined as a sentence joins them, each isolated."""
    # Joined with marks that no name holds, so that the language's own "and" stands between isolated names.
    marks = [f"\x00{i}\x00" for i in range(len(items))]
    joined = escape(said(words.listed(marks)))
    for mark, item in zip(marks, items, strict=True):
        joined = joined.replace(mark, bdi(item))
    return joined


def url(name: str, /, **parts: Any) -> str:
    """The address of a page: `url("service", project=project.slug, service=service.pk)`."""
    return reverse(name, kwargs=parts)


def url_if_any(name: str, /, **parts: Any) -> str:
    """The same, or nothing where no room has such a page."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""


def language() -> str:
    """The language of the page as `lang` says it, like en-GB or cy."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    if is_pseudo(code):
        return PSEUDO_TAGS[code]
    first, _, rest = code.partition("-")
    return f"{first}-{rest.upper()}" if rest else code
