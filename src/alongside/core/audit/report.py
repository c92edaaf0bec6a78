"""What a check of the trail found: problems with their numbers, and how far the trail reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as said

SENTENCES = {
    "row_edited": said("Row %(rows)s was edited or forged: its code does not fit what it says."),
    "row_under_unknown_key": said("Row %(rows)s can't be checked: %(why)s"),
    "row_unreadable": said("Row %(rows)s was edited: it can't even be read."),
    "row_copied": said("Row %(rows)s is a copy of row %(other)s."),
    "row_inserted": said("Row %(rows)s was put in after its place was sealed."),
    "rows_removed": said("Row %(rows)s was removed: seal %(seal)s covers it."),
    "rows_removed_before_sealing": said("Row %(rows)s was removed before it was sealed."),
    "rows_exchanged": said("The rows under seal %(seal)s are not the ones it was made over."),
    "seal_edited": said("Seal %(seal)s was edited: its code does not fit what it says."),
    "seal_under_unknown_key": said("Seal %(seal)s can't be checked: %(why)s"),
    "seal_unreadable": said("Seal %(seal)s was edited: it can't even be read."),
    "seal_missing": said("Seal %(seal)s is missing."),
    "seal_unchained": said("Seal %(seal)s does not follow the seal before it."),
    "anchor_line": said("Line %(line)s of the anchors %(why)s."),
    "anchor_cut": said(
        "Seal %(seal)s was anchored outside and is not in the database: the end of the trail was cut off."
    ),
    "anchor_differs": said(
        "Seal %(seal)s is not the one that was anchored outside (line %(line)s of the anchors)."
    ),
    "head_differs": said("Seal %(seal)s does not have the head that was given."),
    "head_cut": said(
        "Seal %(seal)s, whose head was given, is not in the database: the end of the trail was cut off."
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written."""

    code: str
    about: dict[str, Any]

    def sentence(self) -> str:
        """The problem in words, naming the row, seal or line."""
        return gettext(SENTENCES[self.code]) % self.about


@dataclass
class Report:
    """The whole of it. Only the first problems are kept; all of them are counted."""

    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    oldest_unsealed: datetime | None = None
    anchored: int | None = None
    restores: int = 0
    problems: list[Problem] = field(default_factory=list)
    found: int = 0

    KEPT = 100

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.found == 0

    def add(self, code: str, **about: Any) -> None:
        """Note a problem."""
        self.found += 1
        if len(self.problems) < self.KEPT:
            self.problems.append(Problem(code, about))
