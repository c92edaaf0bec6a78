"""Every table of this room, a module a thing."""

from alongside.core.models.audit import AuditRow, AuditSeal
from alongside.core.models.base import ProjectRecord, Record
from alongside.core.models.drafts import Draft
from alongside.core.models.jobs import ClockRun, Job
from alongside.core.models.limits import Count
from alongside.core.models.messages import Message
from alongside.core.models.retries import Retry
from alongside.core.models.vault import VaultItem

__all__ = [
    "AuditRow",
    "AuditSeal",
    "ClockRun",
    "Count",
    "Draft",
    "Job",
    "Message",
    "ProjectRecord",
    "Record",
    "Retry",
    "VaultItem",
]
