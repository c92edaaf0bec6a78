"""Everything that may be allowed, by name. Who may what is in roles.py; nothing is ranked by number."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a viewer may do, within what its hat can see."""

    PROJECT_SEE = "see the project's home page, its partners, services and role profiles"
    MEMBERS_SEE = "see who is a member, in which role"
    MEMBERS_CHANGE = "invite members, change their services, end their membership"
    PARTNERS_CHANGE = "add organisations to the partnership"
    SERVICES_CHANGE = "add services and change what is said about them"
    ROLE_PROFILES_WRITE = "write role profiles and publish new versions of them"
    ROLE_PROFILES_ACKNOWLEDGE = "say by name that one has read a role profile"
    READINESS_SEE = "see a service's readiness checklist"
    READINESS_CHANGE = "record what is met, by whom and when, and who owns what is not"
    READINESS_OVERRIDE = "let a service go live without an item, with a reason and a review date"
    SERVICE_GO_LIVE = "make a service live, pause it or end it"
    MEASURES_SEE = "see measures, their charts and how they are counted"
    MEASURES_CHANGE = "define measures, bring in series, annotate them"
    PROGRAMME_SEE = "see the programme's page: its projects and what they have released"
    SETTINGS_CHANGE = "change the project's typed settings"
    AUDIT_CHECK = "check the audit trail and see who looked"
    RETENTION_SEE = "see what is kept, for how long and why"
    OWN_ACCOUNT = "see and change one's own account, sign-in and sessions"
