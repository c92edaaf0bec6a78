"""What is asked about a project's settings."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.programmes.settings import SETTINGS
from alongside.ui.forms import Form, Number, Text


def _is_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise ValidationError(_("Enter a time zone like Europe/London"))


class SettingsForm(Form):
    """The zone, and every typed setting within its bounds."""

    zone = Text(
        _("Time zone"),
        hint=_("Days begin and end here. For example, Europe/London"),
        error=_("Enter a time zone like Europe/London"),
        validators=[_is_zone],
        max_length=60,
        width=20,
        spellcheck=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, setting in SETTINGS.items():
            self.fields[key] = Number(
                setting.label,
                hint=setting.hint,
                error=_("Enter a whole number"),
                least=setting.least,
                most=setting.most,
                suffix=_("days"),
            )
