"""The demo's figures: invented, the same for the same month, good news and bad."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from alongside.demo.people import ACUTE, EMERGENCY, LARCH_WARD, RIVERSIDE

Draw = Callable[[np.random.Generator, int], tuple[float | None, float | None]]


@dataclass(frozen=True)
class Followed:
    """A measure of the demo and how its figures fall. `month` counts from the project's start; before it is the time before."""

    project: str
    name: str
    definition: str
    kind: str
    better: str
    chart: str
    source: str
    draw: Draw
    unit: str = ""
    target: float | None = None
    service: str = ""
    parts: tuple[str, ...] = ("",)
    annotations: tuple[tuple[int, str], ...] = field(default=())

    def figure(self, part: str, month: int) -> tuple[float | None, float | None]:
        """The month's value and denominator; the same whenever it is asked for."""
        seed = zlib.crc32(f"{self.project}/{self.name}/{part}/{month}".encode())
        return self.draw(np.random.default_rng(seed), month)


def share(before: float, after: float, since: int, size: int) -> Draw:
    """So many out of so many, from one chance to another since a month."""

    def drawn(random: np.random.Generator, month: int) -> tuple[float, float]:
        n = int(random.poisson(size)) + 4
        return float(random.binomial(n, after if month >= since else before)), float(n)

    return drawn


def value(before: float, after: float, since: int, spread: float, decimals: int = 1) -> Draw:
    """A value with its ordinary spread, from one level to another since a month."""

    def drawn(random: np.random.Generator, month: int) -> tuple[float, None]:
        drawn_at = random.normal(after if month >= since else before, spread)
        return round(max(float(drawn_at), 0.0), decimals), None

    return drawn


def lost(draw: Draw, months: set[int]) -> Draw:
    """The same, with months for which nobody sent a figure."""
    return lambda random, month: (None, None) if month in months else draw(random, month)


HARBOUR = (
    Followed(
        "harbour", "Asked and informed before referral",
        "People referred to peer support in the month whose referral says that they were told what it is and that they can say no, "
        "out of all people referred. Counted from the referral form by the ward clerk.",
        "process", "up", "p", "Referral forms, Larch Ward", share(0.55, 0.86, 6, 34), target=0.9, service=LARCH_WARD,
        annotations=((6, "The question 'were you asked?' stands on the form"),),
    ),
    Followed(
        "harbour", "Days from being asked to the first meeting",
        "Mean days from the day somebody said yes to the day they first met their peer worker, by month of the first meeting.",
        "process", "down", "xmr", "Team diary", value(11.4, 7.2, 8, 1.1), unit="days", target=7, service=LARCH_WARD,
        annotations=((8, "A second peer worker started"),),
    ),
    Followed(
        "harbour", "Felt understood",
        "People answering 'yes, definitely' to 'Did somebody here understand what you were going through?', out of all who "
        "answered the paper card at the end of their stay.",
        "outcome", "up", "p", "Paper cards, read by the project office", lost(share(0.58, 0.66, 4, 27), {2, 9}), service=LARCH_WARD,
    ),
    Followed(
        "harbour", "Back on a ward within 28 days",
        "People discharged in the month who were admitted again within 28 days, out of all people discharged.",
        "outcome", "down", "p", "Trust's admission records", share(0.14, 0.14, 0, 52), service=LARCH_WARD,
    ),
    Followed(
        "harbour", "Supervision held when it was due",
        "Supervision meetings of peer workers held within a week of the day they were due, out of all that were due.",
        "process", "up", "p", "Supervisors' diaries", share(0.93, 0.64, 11, 14), target=0.9,
        annotations=((11, "One of two supervisors left and was not replaced"),),
    ),
    Followed(
        "harbour", "Requests outside the role",
        "Requests to peer workers in the month that the role profile says they will not do, such as getting somebody to take a "
        "medicine. Peers note them on a card; each is talked through in supervision.",
        "balancing", "down", "run", "Cards, gone through in supervision", value(2.1, 5.4, 12, 1.2, 0), unit="requests",
        annotations=((12, "Two agency nurses a night on the ward"),),
    ),
    Followed(
        "harbour", "Said no, or not now, to peer support",
        "People who were asked in the month and said no or not now, out of all people asked. Neither way is better: a no that is "
        "freely given is the point of asking.",
        "balancing", "neither", "p", "Referral forms", share(0.24, 0.27, 6, 38), parts=(LARCH_WARD, RIVERSIDE),
    ),
)  # fmt: skip

LANTERN = (
    Followed(
        "lantern", "Slept on the street on the first night out",
        "People without a home who left hospital in the month and slept outside on the first night, out of all whose first night "
        "is known.",
        "outcome", "down", "p", "Navigators' notes, checked by phone the next day", share(0.21, 0.09, 5, 40), target=0.05,
        annotations=((5, "Navigators hold three emergency beds"),),
    ),
    Followed(
        "lantern", "First night not known",
        "People without a home who left hospital in the month and whose first night nobody could find out, out of all who left. "
        "When this rises, the chart of first nights says less.",
        "balancing", "down", "p", "Navigators' notes", share(0.12, 0.28, 10, 46),
    ),
    Followed(
        "lantern", "Length of stay",
        "Mean days in hospital of people without a home who left in the month.",
        "outcome", "neither", "xmr", "Trust's admission records", value(13.6, 13.4, 5, 1.6), unit="days",
    ),
    Followed(
        "lantern", "Navigators' days off sick",
        "Days off sick of all navigators in the month, together. Never shown for one of them.",
        "balancing", "down", "xmr", "Payroll, in total", value(2.6, 5.4, 9, 0.8), unit="days",
        annotations=((9, "Night shifts added without adding people"),),
    ),
    Followed(
        "lantern", "Left before being seen",
        "People without a home who left the department before anybody saw them, out of all who came.",
        "process", "down", "p", "Department's system", share(0.18, 0.17, 5, 60), parts=(EMERGENCY, ACUTE),
    ),
)  # fmt: skip

FOLLOWED = HARBOUR + LANTERN


@dataclass(frozen=True)
class Compared:
    """An analysis of a change in the demo: in which month it is run, and around which. Without `words` the date is that of the
    note on the chart; with them it is chosen on the day.
    """

    name: str
    month: int
    around: int
    words: str = ""
    slope: bool = False
    season: bool = False


COMPARED = (
    # Written down when it happened, and the figures show it.
    Compared("Days from being asked to the first meeting", 18, 8),
    Compared("Slept on the street on the first night out", 18, 5, season=True),
    # Run too early: figures have come since.
    Compared("Slept on the street on the first night out", 12, 5),
    # Looked for afterwards, and the figures can't tell.
    Compared("Back on a ward within 28 days", 18, 3, words="Peer support began on Larch Ward", slope=True),
)
