"""Control and run charts: limits, rules, phases, icons and notes for many series at once.

    from alongside.stats.spc import Settings, judge

    judged = judge(met, seen, settings=Settings(chart="p", better="up", target=0.95))

Where this differs from other tools, and how to restore what they do: docs/reference/chart-rules.md
"""

from .chance import icons_by_chance
from .chart_types import CHART_TYPES
from .conventions import Conventions
from .icons import icons_at
from .judge import judge
from .judged import Judged
from .laney import laney_sigma_z, suited_charts
from .notes import NOTES, Note
from .refusals import REFUSALS, Refused
from .rules import RULES, SIDES
from .samples import sample_figures
from .settings import Settings
from .verdicts import VERDICTS
from .workings import Ranges, Worked, Working, workings

__all__ = [
    "CHART_TYPES",
    "NOTES",
    "REFUSALS",
    "RULES",
    "SIDES",
    "VERDICTS",
    "Conventions",
    "Judged",
    "Note",
    "Ranges",
    "Refused",
    "Settings",
    "Worked",
    "Working",
    "icons_at",
    "icons_by_chance",
    "judge",
    "laney_sigma_z",
    "sample_figures",
    "suited_charts",
    "workings",
]
