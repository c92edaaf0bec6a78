"""Interrupted time series: what changed around a date, beside what would have gone on without it.

    from alongside.stats.its import Specification, analyse

    found = analyse(waits, change=13)
    found.term("level_change").estimate, found.notes

Many simulated series at once: `analyse_many`.
"""

from .analyse import analyse
from .analysis import Analysis, Estimate
from .design import Design
from .least_squares import Fit, least_squares
from .many import Many, analyse_many
from .notes import NOTES, Note
from .refusals import REFUSALS, Refused
from .specification import ERRORS, MODELS, Specification

__all__ = [
    "ERRORS",
    "MODELS",
    "NOTES",
    "REFUSALS",
    "Analysis",
    "Design",
    "Estimate",
    "Fit",
    "Many",
    "Note",
    "Refused",
    "Specification",
    "analyse",
    "analyse_many",
    "least_squares",
]
