"""The audit trail: appended in the transaction, sealed within seconds, anchored outside the database.

A caller needs `record`, `looked` and `refused`; a person's page needs `who_looked`.
"""

from alongside.core.audit.recording import looked, record, refusals_kept, refused
from alongside.core.audit.rows import resolve

__all__ = ["looked", "record", "refusals_kept", "refused", "resolve"]
