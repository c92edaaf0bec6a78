"""What somebody asks to have released: which measures, how gathered, from when to when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

QUARTER = "quarter"


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
    since: str = ""  # the first and last label, both included; empty: from the beginning, to the latest
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
        """Whether a period belongs to the release. Labels are dates, whose order is that of their letters."""
        return (not self.since or label >= self.since) and (not self.until or label <= self.until)
