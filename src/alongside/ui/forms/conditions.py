"""Questions that are asked only after a certain answer to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import Form


@dataclass(frozen=True)
class If:
    """Ask only when `question` was answered with one of `answers`: `If("kind", "other")`.

    While it isn't asked, nothing is required of it and whatever was typed there is dropped.
    """

    question: str
    answers: tuple[str, ...]

    def __init__(self, question: str, *answers: str) -> None:
        if not answers:
            raise TypeError(f"If({question!r}) needs at least one answer")
        object.__setattr__(self, "question", question)
        object.__setattr__(self, "answers", tuple(str(answer) for answer in answers))

    def holds(self, form: Form) -> bool:
        """Whether that answer was given in this form, and its question was itself asked."""
        asked = form[self.question]
        above: If | None = getattr(asked.field, "only_if", None)
        if above is not None and not above.holds(form):
            return False
        given = asked.value()
        several = given if isinstance(given, (list, tuple)) else [given]
        return any(str(one) in self.answers for one in several if one is not None)
