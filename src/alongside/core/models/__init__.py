"""Every table of this room, a module a thing."""

from alongside.core.models.audit import AuditRow, AuditSeal
from alongside.core.models.base import ProjectRecord, Record
from alongside.core.models.retries import Retry
from alongside.core.models.vault import VaultItem

__all__ = ["AuditRow", "AuditSeal", "ProjectRecord", "Record", "Retry", "VaultItem"]
