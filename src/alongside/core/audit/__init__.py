"""The audit trail: appended in the transaction, sealed within seconds, anchored outside the database.

Rooms call `record`, `looked` and `refused`; a person's page calls `who_looked` and `resolve`; the worker
calls `seal_once` every few seconds; the daily message carries `todays_head`.
"""

from alongside.core.audit.anchors import Broken, Head, todays_head
from alongside.core.audit.reading import Look, Looks, who_looked
from alongside.core.audit.recording import looked, record, refusals_kept, refused
from alongside.core.audit.rows import resolve
from alongside.core.audit.sealing import seal_once

__all__ = [
    "Broken",
    "Head",
    "Look",
    "Looks",
    "looked",
    "record",
    "refusals_kept",
    "refused",
    "resolve",
    "seal_once",
    "todays_head",
    "who_looked",
]
