"""Everything that may be allowed, by name and in words. Who may what is in roles.py; nothing is ranked by number."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing that a viewer may do, within what its hat can see."""

    in_words: Promise

    def __new__(cls, key: str, in_words: Promise) -> Permission:
        permission = str.__new__(cls, key)
        permission._value_ = key
        permission.in_words = in_words
        return permission

    PROJECT_SEE = "project_see", _("see the project's home page, its partners, services and role profiles")
    SETTINGS_CHANGE = "settings_change", _("change the project's typed settings")
    MEMBERS_SEE = "members_see", _("see who is a member, in which role")
    MEMBERS_CHANGE = "members_change", _("add members, change their services, end their membership")
    PARTNERS_CHANGE = "partners_change", _("add organisations to the partnership")
    SERVICES_CHANGE = "services_change", _("add services and change what is said about them")
    ROLE_PROFILES_WRITE = "role_profiles_write", _("write role profiles and publish new versions of them")
    ROLE_PROFILES_ACKNOWLEDGE = "role_profiles_acknowledge", _("say by name that one has read a role profile")
    READINESS_SEE = "readiness_see", _("see a service's readiness checklist")
    READINESS_CHANGE = "readiness_change", _("record what is met, by whom and when, and who owns what is not")
    READINESS_OVERRIDE = (
        "readiness_override",
        _("let a service go live without an item, with a reason and a review date"),
    )
    SERVICE_GO_LIVE = "service_go_live", _("make a service live, pause it or end it")
    MEASURES_SEE = "measures_see", _("see measures, their charts and how they are counted")
    MEASURES_CHANGE = "measures_change", _("define measures, bring in series, annotate them")
    IMPROVEMENT_SEE = (
        "improvement_see",
        _("see the project's aims, drivers, change ideas and cycles, and the effects that nobody expected"),
    )
    IMPROVEMENT_CHANGE = "improvement_change", _("write aims, drivers, change ideas and PDSA cycles")
    EFFECTS_NOTE = "effects_note", _("note an effect that nobody expected, or that none was noticed")
    EFFECTS_DECIDE = "effects_decide", _("decide what is done about an effect, and say that it was fed back")
    PROTOCOL_LOCK = (
        "protocol_lock",
        _("lock the protocol of measures and analysis, and amend it with a reason"),
    )
    ANALYSES_RUN = "analyses_run", _("run a time series analysis and rehearse a measurement")
    RELEASES_SEE = "releases_see", _("see what the project has released, and what waits to be cleared")
    RELEASES_PREPARE = "releases_prepare", _("choose figures for release under disclosure control")
    RELEASES_CLEAR = "releases_clear", _("clear a release that somebody else prepared, or hold it back")
    PROGRAMME_SEE = "programme_see", _("see the programme's page: its projects and what they have released")
    PROGRAMME_CHANGE = (
        "programme_change",
        _("start projects in the programme, and add who runs or evaluates it"),
    )
    AUDIT_CHECK = "audit_check", _("check the audit trail and see who looked")
    RETENTION_SEE = "retention_see", _("see what is kept, for how long and why")
    OWN_ACCOUNT = "own_account", _("see and change one's own account, sign-in and sessions")
    # Whoever holds a link to join by has this, and nothing else.
    JOIN = "join", _("open an account and join the project by a link")
    # No role has this: only the command that sets an installation up, which acts as a job.
    SET_UP = "set_up", _("start the first programme, its projects and their first administrators")
