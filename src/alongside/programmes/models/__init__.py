"""Every table of this room, a module a thing."""

from alongside.programmes.models.accounts import Account
from alongside.programmes.models.memberships import Membership, MembershipService
from alongside.programmes.models.partnership import Organisation, Partnership, Programme, Project
from alongside.programmes.models.services import Service

__all__ = ["Account", "Membership", "MembershipService", "Organisation", "Partnership", "Programme", "Project", "Service"]
