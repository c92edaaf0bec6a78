"""What every form and every question has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import Markup

from alongside.ui.forms.conditions import If
from alongside.ui.forms.drawing import draw, summary

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Drawn(forms.BoundField):
    """A question of one form, with what was answered and what is wrong with it."""

    def as_field(self, *, heading: bool = False, label_size: str = "s") -> Markup:
        """The question with label, hint, error and answer. `heading` makes the label the page's heading."""
        field: Question = self.field  # type: ignore[assignment]
        return field.draw(self, self.shared(heading=heading, label_size=label_size))

    def shared(self, *, heading: bool, label_size: str) -> dict[str, Any]:
        """What questions of all kinds are drawn with. The answers' own texts are escaped by the template."""
        label = str(self.field.label)
        if not self.field.required:
            label = _("%(question)s (optional)") % {"question": label}
        problem = "" if self.form.errors.get(self.name) is None else str(self.form.errors[self.name][0])
        return {
            "id": self.auto_id or self.html_name,
            "name": self.html_name,
            "label": label,
            "heading": heading,
            "label_size": "l" if heading else label_size,
            "hint": str(self.field.help_text or ""),
            "error": problem,
        }

    @property
    def first_id(self) -> str:
        """The part of the question that the error summary leads to."""
        field: Question = self.field  # type: ignore[assignment]
        return field.first_id(self)

    @property
    def is_conditional(self) -> bool:
        """Whether another question draws this one below its own answer."""
        return getattr(self.field, "only_if", None) is not None

    def followed_by(self, answer: str) -> list[Drawn]:
        """The questions that are asked after this `answer`."""
        return [
            other  # type: ignore[misc]
            for other in self.form
            if (condition := getattr(other.field, "only_if", None))
            and condition.question == self.name
            and str(answer) in condition.answers
        ]


class Question(forms.Field):
    """A form field that knows how to draw itself. Mixed in before one of Django's fields.

    `error` is the sentence for a missing or unusable answer; `errors` says something else for certain codes.
    """

    kind = "text"
    # What one sentence stands for, unless `errors` says otherwise.
    covered_by_error: tuple[str, ...] = ("required", "invalid")

    def __init__(
        self,
        label: _StrOrPromise,
        *,
        hint: _StrOrPromise = "",
        error: _StrOrPromise = "",
        errors: dict[str, _StrOrPromise] | None = None,
        required: bool = True,
        only_if: If | None = None,
        **options: Any,
    ) -> None:
        sentences = dict.fromkeys(self.covered_by_error, error) if error else {}
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            error_messages={**options.pop("error_messages", {}), **sentences, **(errors or {})},
            **options,
        )
        if required and not error and "required" not in (errors or {}):
            raise TypeError(f"The question {label!r} is required, so it needs an error sentence")
        self.only_if = only_if

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Drawn:
        return Drawn(form, self, field_name)

    def _clean_bound_field(self, bf: forms.BoundField) -> Any:
        if self.only_if is not None and not self.only_if.holds(bf.form):  # type: ignore[arg-type]
            return self.nothing()
        return super()._clean_bound_field(bf)  # type: ignore[misc]

    def nothing(self) -> Any:
        """The answer of somebody who wasn't asked."""
        return getattr(self, "empty_value", None)

    def draw(self, bound: Drawn, shared: dict[str, Any]) -> Markup:
        return draw(self.kind, shared, self.drawn_with(bound))

    def drawn_with(self, bound: Drawn) -> dict[str, Any]:
        """What the design system's macro for this kind takes, besides label, hint and error."""
        return {}

    def first_id(self, bound: Drawn) -> str:
        return bound.auto_id or bound.html_name


class Form(forms.Form):
    """A form whose fields draw themselves: `{{ form.error_summary() }}`, `{{ form.name.as_field() }}`."""

    use_required_attribute = False

    def as_fields(self) -> Markup:
        """Every question in order; conditional ones below the answer they belong to."""
        return Markup("\n").join(field.as_field() for field in self.top_fields())

    def top_fields(self) -> Iterator[Drawn]:
        """The questions that no other question draws."""
        return (field for field in self if not field.is_conditional)  # type: ignore[attr-defined, misc]

    def error_summary(self) -> Markup:
        """What is wrong, for the top of the page: each sentence leads to its question."""
        if not self.errors:
            return Markup("")
        problems = [{"text": str(sentence), "href": ""} for sentence in self.non_field_errors()]
        for name, sentences in self.errors.items():
            if name in self.fields:
                bound: Drawn = self[name]  # type: ignore[assignment]
                problems.append({"text": str(sentences[0]), "href": f"#{bound.first_id}"})
        return summary(problems)

    def __html__(self) -> SafeString:
        return SafeString(self.as_fields())
