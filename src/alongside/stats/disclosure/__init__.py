"""Disclosure control: what of some figures may leave, and in which form. Pure: arrays and a profile in, controlled figures out.

    from alongside.stats.disclosure import Profile, protect_series

    controlled = protect_series(met, seen, profile=Profile())

A hidden figure is never 0 and never blank: it has no value, the status "suppressed", and a reason.
"""

from .attack import Span, possible
from .cells import PUBLIC_REASONS, REASONS, STATUSES, Controlled
from .counts import protect_counts, protect_statistics
from .profiles import MODES, BadProfile, Profile
from .rounding import rounded, span
from .series import Series, protect_series
from .tables import Table, protect_table

__all__ = [
    "MODES",
    "PUBLIC_REASONS",
    "REASONS",
    "STATUSES",
    "BadProfile",
    "Controlled",
    "Profile",
    "Series",
    "Span",
    "Table",
    "possible",
    "protect_counts",
    "protect_series",
    "protect_statistics",
    "protect_table",
    "rounded",
    "span",
]
