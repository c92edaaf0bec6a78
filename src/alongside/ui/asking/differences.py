"""Two texts side by side: what a record says now, and what somebody typed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the two don't agree on, in words."""

    label: str
    theirs: str
    yours: str


def differences(typed: forms.BaseForm, now: forms.BaseForm) -> list[Difference]:
    """The fields whose typed content isn't what the record says now. `typed` is valid, `now` is a form that nobody has typed in."""
    found = []
    for name, each in typed.fields.items():
        theirs = now.get_initial_for_field(now.fields[name], name)
        yours = typed.cleaned_data.get(name)
        if in_words(each, theirs) != in_words(each, yours):
            found.append(Difference(str(typed[name].label), in_words(each, theirs), in_words(each, yours)))
    return found


def in_words(field: forms.Field, value: Any) -> str:
    """A field's value as people read it."""
    if value is None or value == "" or value == []:
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = _words_of(field)
    if isinstance(value, (list, tuple, set)):
        return ", ".join(choices.get(_key(each), str(each)) for each in value)
    if isinstance(value, datetime):
        return formats.date_format(
            timezone.localtime(value) if timezone.is_aware(value) else value, "j F Y, H:i"
        )
    if isinstance(value, date):
        return formats.date_format(value, "j F Y")
    if isinstance(value, time):
        return formats.time_format(value, "H:i")
    return choices.get(_key(value), str(value))


def _key(value: Any) -> str:
    return str(getattr(value, "pk", value))


def _words_of(field: forms.Field) -> dict[str, str]:
    """The words of a question that is answered by choosing, by the value chosen."""
    return {option.value: str(option.words) for option in getattr(field, "options", ())}
