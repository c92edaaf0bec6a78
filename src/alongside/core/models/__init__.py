"""Every table of this room, a module a thing."""

from alongside.core.models.audit import AuditRow, AuditSeal
from alongside.core.models.base import ProjectRecord, Record

__all__ = ["AuditRow", "AuditSeal", "ProjectRecord", "Record"]
