"""Rehearsing a measurement before it starts: would the planned chart notice a real change, and how often would it cry wolf?

from alongside.stats.rehearsal import Plan, rehearse

told = rehearse(Plan(chart="p", level=0.6, effect=0.15, size=30, before=15, after=12))
told.chart.notices.share, told.chart.false_alarm.share
"""

from .chances import Chance
from .document import FORMAT, as_document, as_plain
from .plan import CHARTS, Plan
from .refusals import REFUSALS, Refused
from .rehearsing import NOTES, SEED, SIMULATIONS, Rehearsal, rehearse
from .simulated import simulate
from .watching import Watched

__all__ = [
    "CHARTS",
    "FORMAT",
    "NOTES",
    "REFUSALS",
    "SEED",
    "SIMULATIONS",
    "Chance",
    "Plan",
    "Refused",
    "Rehearsal",
    "Watched",
    "as_document",
    "as_plain",
    "rehearse",
    "simulate",
]
