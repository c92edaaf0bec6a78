"""Questions answered by choosing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from alongside.ui.forms.base import Drawn, Question
from alongside.ui.forms.drawing import draw_tick, items


@dataclass(frozen=True)
class Option:
    """One answer to choose: its value, its words, and a hint."""

    value: str
    words: Any
    hint: Any = ""


Choices = Iterable["Option | tuple[Any, Any] | tuple[Any, Any, Any]"]


def options_of(choices: Choices | Callable[[], Choices]) -> list[Option]:
    """Options from Option, (value, words) or (value, words, hint), or from a function that gives them."""
    given = choices() if callable(choices) else choices
    return [one if isinstance(one, Option) else Option(str(one[0]), *one[1:]) for one in given]


class Choice(Question):
    """What radios, boxes and selects share. `offer` in the form's __init__ what depends on the viewer."""

    covered_by_error = ("required", "invalid", "invalid_choice", "invalid_list")
    # For optional questions without a sentence: what was offered when the page was drawn may be gone by now.
    default_error_messages = {"invalid": gettext_lazy("Choose one of the answers that are given")}

    def __init__(self, label: Any, *, choices: Choices | Callable[[], Choices] = (), **options: Any) -> None:
        super().__init__(label, **options)
        self._records: dict[str, Any] = {}
        self.offer(choices)

    def offer(self, choices: Choices | Callable[[], Choices]) -> None:
        """Let these be chosen."""
        self._offered = choices

    def offer_records(
        self,
        records: Iterable[Any],
        *,
        words: Callable[[Any], Any] = str,
        hint: Callable[[Any], Any] | None = None,
    ) -> None:
        """Let one of these records be chosen; the clean answer is the record itself."""
        self._records = {str(record.pk): record for record in records}
        self.offer(
            [Option(pk, words(record), hint(record) if hint else "") for pk, record in self._records.items()]
        )

    @property
    def options(self) -> list[Option]:
        return options_of(self._offered)

    def __deepcopy__(self, memo: dict) -> Choice:
        copied = super().__deepcopy__(memo)
        copied._records = dict(self._records)
        return copied

    def chosen(self, value: str) -> Any:
        """The clean answer for one value; refuses a value that wasn't offered."""
        if value not in {option.value for option in self.options}:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid_choice")
        return self._records.get(value, value)

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        chosen = as_values(bound.value())
        return {
            "items": items(
                {
                    "value": option.value,
                    "words": str(option.words),
                    "hint": str(option.hint or ""),
                    "chosen": option.value in chosen,
                    "follow": [follow.as_field() for follow in bound.followed_by(option.value)],
                }
                for option in self.options
            )
        }


class OneChoice(Choice):
    def to_python(self, value: Any) -> Any:
        given = as_values(value)
        return self.chosen(given[0]) if given and given[0] != "" else self.nothing()

    def nothing(self) -> Any:
        return None if self._records else ""


class Radios(OneChoice):
    """One of a few. `inline` puts short answers side by side."""

    kind = "radios"

    def __init__(self, label: Any, *, inline: bool = False, **options: Any) -> None:
        super().__init__(label, widget=forms.RadioSelect, **options)
        self.inline = inline

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        return {**super().drawn_with(bound), "inline": self.inline}


class Select(OneChoice):
    """One of many. `empty` are the words for nothing chosen yet."""

    kind = "select"

    def __init__(self, label: Any, *, empty: Any = "", **options: Any) -> None:
        super().__init__(label, widget=forms.Select, **options)
        self.empty = empty

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        drawn = super().drawn_with(bound)
        return {
            **drawn,
            "items": [{"value": "", "text": str(self.empty or _("Choose one"))}, *drawn["items"]],
        }


class Checkboxes(Choice):
    """Any number of a few. The clean answer is a list in the order offered."""

    kind = "checkboxes"

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, widget=forms.CheckboxSelectMultiple, **options)

    def to_python(self, value: Any) -> list[Any]:
        given = as_values(value)
        order = {option.value: place for place, option in enumerate(self.options)}
        return [self.chosen(one) for one in sorted(set(given), key=lambda one: order.get(one, -1))]

    def nothing(self) -> list[Any]:
        return []


class Tick(Question, forms.BooleanField):
    """One box to tick. The label is what ticking says; required means that it must be ticked."""

    kind = "tick"

    def draw(self, bound: Drawn, shared: dict[str, Any]) -> Markup:
        return draw_tick(shared, ticked=bool(bound.value()))

    def nothing(self) -> bool:
        return False


def as_values(value: Any) -> list[str]:
    """What was chosen, as the values that a browser sends (a record stands for its key)."""
    if value is None or value == "":
        return []
    several = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    return [str(getattr(one, "pk", one)) for one in several]
