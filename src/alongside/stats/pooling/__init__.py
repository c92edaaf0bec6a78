"""Pooling estimates across sites: how large on the whole, how much sites differ, what a further site may expect.

from alongside.stats.pooling import pool

found = pool(log_ratios, variances)
found.estimate, found.lower, found.upper, found.tau2, found.predict_lower
"""

from .notes import NOTES, Note
from .pool import INTERVALS, METHODS, Pooled, pool
from .refusals import REFUSALS, Refused

__all__ = ["INTERVALS", "METHODS", "NOTES", "REFUSALS", "Note", "Pooled", "Refused", "pool"]
