"""Forms of libraries (signing in, passkeys), drawn like ours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from markupsafe import Markup

from alongside.ui.forms.choices import as_values
from alongside.ui.forms.drawing import draw, draw_tick, items, keep_lines, password_words, summary

# The first that fits: a password box is a text box too.
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.CheckboxInput, "tick"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.widgets.Input, "text"),
]


def foreign_fields(form: forms.BaseForm) -> Markup:
    """Every question of a library's form."""
    return Markup("\n").join(foreign_field(bound) for bound in form)


def foreign_field(bound: forms.BoundField) -> Markup:
    """One question of a library's form. A kind that we have no drawing for is refused, so that none is left out."""
    widget = bound.field.widget
    kind = next((kind for type_, kind in KINDS if isinstance(widget, type_)), None)
    if kind is None or isinstance(widget, forms.FileInput):
        raise TypeError(
            f"{type(widget).__name__} can't be drawn like ours: write the question as one of ui.forms"
        )
    shared = {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": _label(bound, kind),
        "heading": False,
        "label_size": "s",
        "hint": str(bound.help_text or ""),
        "error": str(bound.errors[0]) if bound.errors else "",
    }
    if kind == "tick":
        return draw_tick(shared, ticked=bool(bound.value()))
    return draw(kind, shared, _own(bound, kind))


def foreign_summary(form: forms.BaseForm) -> Markup:
    """What is wrong with a library's form, for the top of the page; empty when all is well."""
    if not form.errors:
        return Markup("")
    problems = [{"text": str(sentence), "href": ""} for sentence in form.non_field_errors()]
    problems += [
        {"text": str(bound.errors[0]), "href": f"#{bound.auto_id or bound.html_name}"}
        for bound in form
        if bound.errors
    ]
    return summary(problems)


def _label(bound: forms.BoundField, kind: str) -> str:
    label = str(bound.label)
    if bound.field.required or kind in ("tick", "hidden"):
        return label
    return _("%(question)s (optional)") % {"question": label}


def _own(bound: forms.BoundField, kind: str) -> dict[str, Any]:
    value = bound.value()
    given = "" if value is None else str(value)
    widget = bound.field.widget
    own: dict[str, Any] = {}
    if autocomplete := widget.attrs.get("autocomplete"):
        own["autocomplete"] = autocomplete
    if kind in ("radios", "checkboxes", "select"):
        own["items"] = items(
            {
                "value": str(key),
                "words": str(words),
                "hint": "",
                "chosen": str(key) in as_values(value),
                "follow": [],
            }
            for key, words in widget.choices
        )
    elif kind == "password":
        own |= {"value": "", **password_words()}
    elif kind == "textarea":
        own |= {"value": keep_lines(given), "attributes": {"dir": "auto"}}
    else:
        own |= {"value": given, "type": getattr(widget, "input_type", "text")}
        if inputmode := widget.attrs.get("inputmode"):
            own["inputmode"] = inputmode
    return own
