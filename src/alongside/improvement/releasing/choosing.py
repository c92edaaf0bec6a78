"""What somebody asks to have released: which measures, how gathered, from when to when."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

QUARTER = "quarter"
MONTH = len("2026-09")  # as far as a month goes in a date


@dataclass(frozen=True)
class Chosen:
    """One measure of a release. `parts` names some of its series; without, all of them leave."""

    measure: str  # its key
    parts: tuple[str, ...] = ()
    every: str = ""  # "quarter": months are gathered; empty: as they are
    about_staff: bool = False
    # Somebody answers for it that each value stands on enough people, where no figure says of how many.
    enough_behind: bool = False


@dataclass(frozen=True)
class Choices:
    """The filters of a release: kept with it, and in its log."""

    measures: tuple[Chosen, ...]
    since: str = (
        ""  # the first days of the first and the last month; empty: from the beginning, to the latest
    )
    until: str = ""

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Choices:
        """From what the database holds."""
        measures = [
            Chosen(**{**one, "parts": tuple(one.get("parts", ()))}) for one in kept.get("measures", ())
        ]
        return cls(tuple(measures), kept.get("since", ""), kept.get("until", ""))

    def as_data(self) -> dict[str, Any]:
        """As the database holds it."""
        measures = [{**asdict(one), "parts": list(one.parts)} for one in self.measures]
        return {"measures": measures, "since": self.since, "until": self.until}

    def takes(self, label: str) -> bool:
        """Whether a period belongs to the release: its month is from the first to the last."""
        return (not self.since or label[:MONTH] >= self.since[:MONTH]) and self.reaches(label)

    def reaches(self, label: str) -> bool:
        """Whether a period is not after the release's last month."""
        return not self.until or label[:MONTH] <= self.until[:MONTH]

    def of_step(self, step: str) -> Choices:
        """The same for a measure of that step: where points have no dates, there are no months to choose."""
        return replace(self, since="", until="") if step == "order" else self
