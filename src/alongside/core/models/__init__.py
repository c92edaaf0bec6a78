"""Every table of this room, a module a thing."""

from alongside.core.models.base import ProjectRecord, Record

__all__ = ["ProjectRecord", "Record"]
