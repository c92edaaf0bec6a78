"""A profile: the thresholds and the rounding of one rule set, as data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

MODES = ("nearest", "midpoint6", "bands", "none")
"""How counts that are shown are rounded: to the nearest multiple; to the middles of sixes (1 to 6 becomes 3, 7 to 12 becomes 9); to
a multiple that grows with the count; not at all."""


class BadProfile(ValueError):
    """A profile contradicts itself; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is hidden and how the rest is rounded. The defaults are the NHS-HES-like ones.

    count_min : counts from 1 to one less than this are hidden.
    zero_shown : whether a count of nothing is shown.
    mode, step : how other counts are rounded; `step` is the multiple of "nearest".
    bands : for "bands": (counts below, multiple) in growing order, the last with None for all above.
    complements : whether what is left of a group (n − x) is checked as the count itself is.
    attributes : whether 0 or all of a group is hidden: it tells something of each one in it.
    percent_n_min, percent_cell_min : a percentage needs so many in all, and so many in both cells.
    statistic_n_min : a mean or median needs so many behind it.
    statistic_figures : … and is given to so many significant figures: more would tell the number behind it.
    staff_min : groups of staff are hidden below this: a small population that knows itself.
    candidates : how many values a hidden count must still be able to have for somebody who adds and takes away.

    Sources: NHS England's method for hospital episode and emergency care data since September 2018 (1 to 7 hidden, 0 shown, others
    to the nearest 5, totals rounded on their own; means and medians on 8 or more); percentages on 50 or more with both cells of 8 or
    more, and staff in groups of 10 or more, are Alongside's own.
    """

    count_min: int = 8
    zero_shown: bool = True
    mode: str = "nearest"
    step: int = 5
    bands: tuple[tuple[int | None, int], ...] = ()
    complements: bool = True
    attributes: bool = True
    percent_n_min: int = 50
    percent_cell_min: int = 8
    statistic_n_min: int = 8
    statistic_figures: int = 3
    staff_min: int = 10
    candidates: int = 3

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", tuple((below, step) for below, step in self.bands))
        if self.mode not in MODES:
            raise BadProfile(f"there is no rounding called “{self.mode}”; choose one of {', '.join(MODES)}")
        for name in (
            "count_min",
            "step",
            "percent_n_min",
            "percent_cell_min",
            "statistic_n_min",
            "statistic_figures",
            "staff_min",
        ):
            if getattr(self, name) < 1:
                raise BadProfile(f"{name} must be 1 or more")
        if self.candidates < 2:
            raise BadProfile("candidates must be 2 or more: with one, a hidden count is known")
        if self.count_min - 1 < self.candidates:
            object.__setattr__(self, "candidates", max(2, self.count_min - 1))
        if self.count_min < 3:
            raise BadProfile("count_min must be 3 or more: below it there would be nothing to hide behind")
        if self.mode == "bands":
            self._check_bands()

    def _check_bands(self) -> None:
        if not self.bands or self.bands[-1][0] is not None:
            raise BadProfile("bands must end with one for all counts above (null)")
        below = [edge for edge, _ in self.bands[:-1]]
        if any(edge is None for edge in below) or below != sorted(set(below)):  # type: ignore[type-var]
            raise BadProfile("the edges of bands must grow")
        if any(step < 1 for _, step in self.bands):
            raise BadProfile("the multiples of bands must be 1 or more")

    @property
    def rounds(self) -> bool:
        """Whether counts that are shown are rounded."""
        return self.mode != "none" and not (self.mode == "nearest" and self.step == 1)

    def for_staff(self) -> Profile:
        """The same for figures about staff: nothing below `staff_min`."""
        return replace(
            self,
            count_min=max(self.count_min, self.staff_min),
            percent_cell_min=max(self.percent_cell_min, self.staff_min),
            statistic_n_min=max(self.statistic_n_min, self.staff_min),
        )

    def as_data(self) -> dict[str, Any]:
        """As plain data, for a document."""
        return {**asdict(self), "bands": [list(band) for band in self.bands]}

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rules, in hexadecimal: two profiles of the same rules have the same.

        >>> Profile().fingerprint == Profile(step=5).fingerprint, Profile().fingerprint == Profile(step=10).fingerprint
        (True, False)
        """
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
