"""The choices that charting tools make in silence, each with a name.

The defaults are ours; docs/reference/chart-rules.md gives the reason for each and says which value
restores another tool's behaviour.
"""

from dataclasses import dataclass

from .constants import FIRM_AFTER, RANGE_CONSTANTS, RangeConstants
from .refusals import Refused

CHOICES = {
    "constants": tuple(RANGE_CONSTANTS),
    "new_phase": ("previous", "own"),
    "excluded_range": ("gap", "bridge"),
    "low_counts": ("guarded", "counted"),
    "target_on_limit": ("decides", "hit_or_miss"),
    "conflict": ("improvement", "first_rule"),
}


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the questions are answered that a chart's name leaves open.

    constants : "published" takes 2.66, 3.267 and 1.128 as printed; "divided" takes 3/1.128 for the
        limits; "exact" computes all three.
    firm_after : usable points that make limits firm. Below it limits are provisional and both
        icons are withheld. 0 never withholds.
    new_phase : a phase that is not yet firm is judged on the "previous" phase's limits, or on its "own".
    excluded_range : an excluded point leaves a "gap" in the moving ranges, or they "bridge" it.
    low_counts : where fewer than five events (or non-events) are expected, shift and two in three are
        listed but "guarded", not counted; or they are "counted" like any other.
    target_on_limit : a target equal to a limit "decides" (met or failed), or is "hit_or_miss".
    conflict : where improvement and concern meet on one point, "improvement" is shown (concern on a
        balancing measure), or the "first_rule" of outside, trend, two in three and shift decides.
    """

    constants: str = "published"
    firm_after: int = FIRM_AFTER
    new_phase: str = "previous"
    excluded_range: str = "gap"
    low_counts: str = "guarded"
    target_on_limit: str = "decides"
    conflict: str = "improvement"

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                given, listed = getattr(self, name), ", ".join(choices)
                raise Refused("unknown_choice", name=name, given=given, choices=listed)
        if self.firm_after < 0:
            raise Refused("firm_after_negative")

    @property
    def range_constants(self) -> RangeConstants:
        return RANGE_CONSTANTS[self.constants]


OURS = Conventions()
