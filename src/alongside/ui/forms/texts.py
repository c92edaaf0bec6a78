"""Questions answered by typing."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.ui.forms.base import Drawn, Question
from alongside.ui.forms.drawing import keep_lines, password_words


class Text(Question, forms.CharField):
    """A line of text. `width` in characters (2, 3, 4, 5, 10, 20, 30); `type` can be email, tel or search."""

    kind = "text"

    def __init__(
        self,
        label: Any,
        *,
        width: int | None = None,
        type: str = "text",
        autocomplete: str = "",
        spellcheck: bool | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.width = width
        self.type = type
        self.autocomplete = autocomplete
        self.spellcheck = spellcheck
        self._count_characters()

    def _count_characters(self) -> None:
        # Django's sentence counts too, but calls the thing a value.
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = gettext_lazy(
                    "Use %(limit_value)d characters or fewer. There are %(show_value)d now."
                )

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        drawn: dict[str, Any] = {"value": shown(bound), "type": self.type}
        if self.width:
            drawn["width"] = self.width
        if self.autocomplete:
            drawn["autocomplete"] = self.autocomplete
        if self.spellcheck is not None:
            drawn["spellcheck"] = self.spellcheck
        # What people type may be in Arabic while the page is in English.
        drawn["attributes"] = {"dir": "auto"} if self.type in ("text", "search") else {}
        return drawn


class Textarea(Text):
    """Some lines of text."""

    kind = "textarea"

    def __init__(self, label: Any, *, rows: int = 5, **options: Any) -> None:
        super().__init__(label, **options)
        self.rows = rows

    def clean(self, value: Any) -> Any:
        # Browsers send every line end as two characters; people count one.
        return super().clean(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        return {**super().drawn_with(bound), "value": keep_lines(shown(bound)), "rows": self.rows}


class Password(Text):
    """A password, with a button that shows it. Never drawn with what was typed, and not trimmed."""

    kind = "password"

    def __init__(self, label: Any, *, autocomplete: str = "current-password", **options: Any) -> None:
        super().__init__(label, autocomplete=autocomplete, strip=False, spellcheck=False, **options)

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        return {
            **super().drawn_with(bound),
            "value": "",
            "attributes": {},
            **password_words(),
        }


class Hidden(Question, forms.CharField):
    """Something that goes along with the form and isn't asked."""

    kind = "hidden"

    def __init__(self, *, required: bool = True, **options: Any) -> None:
        super().__init__(
            "",
            required=required,
            error=gettext_lazy(
                "Something this page needs was not sent. Go back, open it again and try once more."
            ),
            widget=forms.HiddenInput,
            **options,
        )

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        return {"value": shown(bound)}


class Number(Question):
    """A number as people write it, like 1,200 or 12.5. Whole numbers come as int, others as Decimal."""

    kind = "number"
    default_error_messages = {"invalid": gettext_lazy("Enter a number")}

    def __init__(
        self,
        label: Any,
        *,
        whole: bool = True,
        least: int | Decimal | None = None,
        most: int | Decimal | None = None,
        prefix: Any = "",
        suffix: Any = "",
        width: int | None = 5,
        **options: Any,
    ) -> None:
        super().__init__(label, widget=forms.TextInput, **options)
        self.whole = whole
        self.least = least
        self.most = most
        self.prefix = prefix
        self.suffix = suffix
        self.width = width

    def to_python(self, value: Any) -> int | Decimal | None:
        typed = re.sub(r"\s", "", str(value)) if value is not None else ""
        if not typed:
            return None
        # Commas only between groups of three; "1,5" could mean one and a half.
        if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", typed):
            typed = typed.replace(",", "")
        # Written with the real minus sign or a dash by some spreadsheets.
        typed = typed.replace("−", "-").replace("–", "-")
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", typed, flags=re.ASCII) or len(typed) > 30:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            number = Decimal(typed)
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if self.whole:
            if number != number.to_integral_value():
                raise ValidationError(
                    self.error_messages.get("whole")
                    or _("Use a whole number, like %(example)d") % {"example": int(number)},
                    code="whole",
                )
            return int(number)
        return number

    def validate(self, value: int | Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(
                self.error_messages.get("least") or _("Use %(least)s or more") % {"least": self.least},
                code="least",
            )
        if self.most is not None and value > self.most:
            raise ValidationError(
                self.error_messages.get("most") or _("Use %(most)s or less") % {"most": self.most},
                code="most",
            )

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "value": shown(bound),
            "inputmode": "numeric" if self.whole else "decimal",
            "spellcheck": False,
        }
        for name, value in (
            ("width", self.width),
            ("prefix", str(self.prefix)),
            ("suffix", str(self.suffix)),
        ):
            if value:
                drawn[name] = value
        return drawn


def shown(bound: Drawn) -> str:
    """What stands in the box: what was typed, else what the form started with."""
    value = bound.value()
    return "" if value is None else str(value)
