"""A day, asked as day, month and year in three boxes; a whole date in the first box is understood as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.ui import words
from alongside.ui.forms.base import Drawn, Question

PARTS = ("day", "month", "year")


@dataclass(frozen=True)
class TypedDate:
    """What somebody typed into the three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""

    def __bool__(self) -> bool:
        return bool(self.day or self.month or self.year)

    @classmethod
    def of(cls, value: Any) -> TypedDate:
        """From what was typed, from a date, or from a date as text."""
        if isinstance(value, cls):
            return value
        if isinstance(value, date):
            return cls(str(value.day), str(value.month), str(value.year))
        return split_whole(str(value)) if value else cls()


def split_whole(text: str) -> TypedDate:
    """`27 3 2026`, `27/3/2026`, `27 March 2026` or `2026-03-27` in parts; else all in the first box."""
    typed = text.strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed, flags=re.ASCII):
        return TypedDate(found[3], found[2], found[1])
    if found := re.fullmatch(r"(\d{1,2})[\s./-]+(\d{1,2}|[^\W\d_]+\.?)[\s./,-]+(\d{1,4})", typed):
        return TypedDate(found[1], found[2].rstrip("."), found[3])
    return TypedDate(day=typed)


def month_number(typed: str) -> int | None:
    """1 to 12 from a number or from a month's name, in English or in the language of the page."""
    if typed.isdecimal():
        return int(typed)
    wanted = typed.casefold().rstrip(".")
    for locale in (Locale("en"), words.locale()):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months["format"][width].items():
                if wanted == name.casefold().rstrip("."):
                    return number
    return {"sept": 9}.get(wanted)


class DateBoxes(forms.Widget):
    """Reads the three boxes, or the whole date sent under the question's own name."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedDate | None:
        typed = TypedDate(*(str(data.get(f"{name}_{part}") or "").strip() for part in PARTS))
        if typed.day and not typed.month and not typed.year:
            typed = split_whole(typed.day)
        return typed or (TypedDate.of(data[name]) if data.get(name) else None)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part in PARTS)


class Date(Question):
    """A day in the calendar. `earliest` and `latest` are dates, or functions like the clock's today.

    Error sentences by code: `error` for a missing or unusable date, `early` and `late` for one outside.
    """

    kind = "date"
    default_error_messages = {"invalid": gettext_lazy("Enter the day, like 27 3 2026")}

    def __init__(
        self,
        label: Any,
        *,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        autocomplete: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, widget=DateBoxes, **options)
        self.earliest = earliest
        self.latest = latest
        self.autocomplete = autocomplete

    def to_python(self, value: Any) -> date | None:
        typed = TypedDate.of(value)
        if not typed:
            return None
        if not typed.month and not typed.year and not typed.day.isdecimal():
            # Something that isn't a date at all was typed into the first box.
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        for part, missing in (
            ("day", _("Add the day, like 27 3 2026")),
            ("month", _("Add the month, like 27 3 2026")),
            ("year", _("Add the year, like 27 3 2026")),
        ):
            if not getattr(typed, part):
                raise ValidationError(missing, code=f"no_{part}")
        month = month_number(typed.month)
        if month is None or not typed.day.isdecimal() or not typed.year.isdecimal():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(typed.year) != 4:
            raise ValidationError(_("Write the year with four numbers, like 2026"), code="short_year")
        try:
            return date(int(typed.year), month, int(typed.day))
        except (ValueError, OverflowError):
            raise ValidationError(
                _("%(day)s %(month)s %(year)s is not a day in the calendar")
                % {"day": typed.day, "month": typed.month, "year": typed.year},
                code="no_such_day",
            ) from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest, latest = _now(self.earliest), _now(self.latest)
        if earliest is not None and value < earliest:
            raise ValidationError(
                self.error_messages.get("early")
                or _("Enter a date on or after %(day)s") % {"day": words.day(earliest)},
                code="early",
            )
        if latest is not None and value > latest:
            raise ValidationError(
                self.error_messages.get("late")
                or _("Enter a date on or before %(day)s") % {"day": words.day(latest)},
                code="late",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return TypedDate.of(initial) != TypedDate.of(data)

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        typed = TypedDate.of(bound.value())
        wrong = _wrong_parts(bound)
        names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        return {
            "items": [
                {
                    "id": f"{bound.auto_id or bound.html_name}_{part}",
                    "name": f"{bound.html_name}_{part}",
                    "label": names[part],
                    "value": getattr(typed, part),
                    "width": 4 if part == "year" else 2,
                    "error": part in wrong,
                    **({"autocomplete": f"bday-{part}"} if self.autocomplete == "bday" else {}),
                }
                for part in PARTS
            ]
        }

    def first_id(self, bound: Drawn) -> str:
        wrong = _wrong_parts(bound)
        return f"{bound.auto_id or bound.html_name}_{next((part for part in PARTS if part in wrong), 'day')}"


def _wrong_parts(bound: Drawn) -> set[str]:
    """The boxes to mark: the missing one, or all of them."""
    problems = bound.form.errors.get(bound.name)
    if not problems:
        return set()
    codes = {problem.code for problem in problems.as_data()}
    for part in PARTS:
        if f"no_{part}" in codes:
            return {part}
    return {"year"} if "short_year" in codes else set(PARTS)


def _now(day: date | Callable[[], date] | None) -> date | None:
    return day() if callable(day) else day
