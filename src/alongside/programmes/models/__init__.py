"""Every table of this room, a module a thing."""

from alongside.programmes.models.accounts import Account
from alongside.programmes.models.links import JoiningLink, JoiningLinkService, LinkToken
from alongside.programmes.models.memberships import Membership, MembershipService
from alongside.programmes.models.partnership import Organisation, Partnership, Programme, Project
from alongside.programmes.models.readiness import ReadinessChange, ReadinessItem
from alongside.programmes.models.role_profiles import Acknowledgement, RoleProfile, RoleProfileVersion
from alongside.programmes.models.services import Service, ServiceChange
from alongside.programmes.models.settings import ProjectSetting

__all__ = [
    "Account",
    "Acknowledgement",
    "JoiningLink",
    "JoiningLinkService",
    "LinkToken",
    "Membership",
    "MembershipService",
    "Organisation",
    "Partnership",
    "Programme",
    "Project",
    "ProjectSetting",
    "ReadinessChange",
    "ReadinessItem",
    "RoleProfile",
    "RoleProfileVersion",
    "Service",
    "ServiceChange",
]
