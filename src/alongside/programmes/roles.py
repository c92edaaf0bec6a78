"""The whole policy on one page: each role in plain English, what it may do, and inside which boundary.

Roles add up only inside one boundary. No role crosses a boundary by rank, and nobody may do anything that is not named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.programmes.permissions import Permission


class Boundary(StrEnum):
    """The four hard boundaries, and the ordinary work of a project or a programme outside them."""

    in_words: Promise

    def __new__(cls, key: str, in_words: Promise) -> Boundary:
        boundary = str.__new__(cls, key)
        boundary._value_ = key
        boundary.in_words = in_words
        return boundary

    PROJECT = "project", _("The project's work")
    PERSON = "person", _("The person's record")
    EMPLOYMENT = "employment", _("The worker's employment")
    SUPERVISION = "supervision", _("Supervision")
    EVALUATION = "evaluation", _("Evaluation")
    PROGRAMME = "programme", _("The programme")


@dataclass(frozen=True)
class Role:
    """A role that a membership gives: shown to people with its description, never compared by rank."""

    key: str
    name: str | Promise
    description: str | Promise
    boundary: Boundary
    permissions: frozenset[Permission]
    scope: str = (
        "project"  # or "programme": the membership is of a programme, and its pages read releases alone
    )
    works_in_services: bool = False  # a membership must name its services
    reads_role_profile: bool = False  # asked to say by name that they have read it


EVERY_MEMBER = frozenset(
    {
        Permission.PROJECT_SEE,
        Permission.READINESS_SEE,
        Permission.ROLE_PROFILES_ACKNOWLEDGE,
        Permission.IMPROVEMENT_SEE,
        # Whoever notices harm must be able to say so, whatever their role.
        Permission.EFFECTS_NOTE,
    }
)

PEER_WORKER = Role(
    key="peer_worker",
    name=_("Peer worker"),
    description=_(
        "Has been where the people they support are sitting, and is alongside them. Sees the services they work in, "
        "their role profile and whether the service is ready for them."
    ),
    boundary=Boundary.PERSON,
    permissions=EVERY_MEMBER | {Permission.MEASURES_SEE},
    works_in_services=True,
    reads_role_profile=True,
)
SUPERVISOR = Role(
    key="supervisor",
    name=_("Supervisor"),
    description=_(
        "Supports peer workers and holds the role in shape. Records what is ready before a service starts, and says when it goes live."
    ),
    boundary=Boundary.SUPERVISION,
    permissions=EVERY_MEMBER
    | {
        Permission.MEMBERS_SEE,
        Permission.READINESS_CHANGE,
        Permission.SERVICE_GO_LIVE,
        Permission.MEASURES_SEE,
        Permission.IMPROVEMENT_CHANGE,
        Permission.EFFECTS_DECIDE,
    },
    reads_role_profile=True,
)
RECRUITER = Role(
    key="recruiter",
    name=_("Recruiter"),
    description=_(
        "Hires with care for lived experience. Writes role profiles, and sees no record of a person and no supervision."
    ),
    boundary=Boundary.EMPLOYMENT,
    permissions=EVERY_MEMBER | {Permission.ROLE_PROFILES_WRITE},
)
CLINICIAN = Role(
    key="clinician",
    name=_("Clinician"),
    description=_(
        "Works in the service that hosts the role, and offers peer support. Sees what the role is for and what it will not do."
    ),
    boundary=Boundary.PERSON,
    permissions=EVERY_MEMBER | {Permission.MEASURES_SEE},
    works_in_services=True,
    reads_role_profile=True,
)
SAFEGUARDING_LEAD = Role(
    key="safeguarding_lead",
    name=_("Safeguarding lead"),
    description=_(
        "Answers for people's safety. Records that the safeguarding route and lone-working arrangements "
        "are in place before a service starts."
    ),
    boundary=Boundary.PERSON,
    permissions=EVERY_MEMBER
    | {
        Permission.MEMBERS_SEE,
        Permission.READINESS_CHANGE,
        Permission.MEASURES_SEE,
        Permission.EFFECTS_DECIDE,
    },
)
IMPROVEMENT_LEAD = Role(
    key="improvement_lead",
    name=_("Improvement lead"),
    description=_(
        "Leads the introduction of the role: its services, its readiness and its measures. "
        "Finds out whether the change is an improvement, or does harm."
    ),
    boundary=Boundary.PROJECT,
    permissions=EVERY_MEMBER
    | {
        Permission.MEMBERS_SEE,
        Permission.SERVICES_CHANGE,
        Permission.ROLE_PROFILES_WRITE,
        Permission.READINESS_CHANGE,
        Permission.READINESS_OVERRIDE,
        Permission.SERVICE_GO_LIVE,
        Permission.MEASURES_SEE,
        Permission.MEASURES_CHANGE,
        Permission.IMPROVEMENT_CHANGE,
        Permission.EFFECTS_DECIDE,
        Permission.PROTOCOL_LOCK,
        Permission.ANALYSES_RUN,
        Permission.RELEASES_SEE,
        Permission.RELEASES_PREPARE,
    },
)
PROJECT_EVALUATOR = Role(
    key="project_evaluator",
    name=_("Project evaluator"),
    description=_("Evaluates the project from inside, honestly. Sees its measures and how each is counted."),
    boundary=Boundary.EVALUATION,
    permissions=EVERY_MEMBER
    | {
        Permission.MEASURES_SEE,
        Permission.PROTOCOL_LOCK,
        Permission.ANALYSES_RUN,
        Permission.RELEASES_SEE,
    },
)
EXTERNAL_EVALUATOR = Role(
    key="external_evaluator",
    name=_("External evaluator"),
    description=_(
        "Evaluates the whole programme from outside. Sees the programme's page, and only what projects have released to it."
    ),
    boundary=Boundary.PROGRAMME,
    permissions=frozenset({Permission.PROGRAMME_SEE}),
    scope="programme",
)
PROGRAMME_OFFICE = Role(
    key="programme_office",
    name=_("Programme office"),
    description=_(
        "Funds and steers the programme, starts its projects and names who evaluates it. Sees its projects by name, "
        "and only what they have released to it."
    ),
    boundary=Boundary.PROGRAMME,
    permissions=frozenset({Permission.PROGRAMME_SEE, Permission.PROGRAMME_CHANGE}),
    scope="programme",
)
PRIVACY_LEAD = Role(
    key="privacy_lead",
    name=_("Privacy lead"),
    description=_(
        "Answers for what is kept about people, for how long, and who looked. Checks the audit trail; sees no person's record by rank. "
        "Clears what leaves the project."
    ),
    boundary=Boundary.PROJECT,
    permissions=EVERY_MEMBER
    | {
        Permission.MEMBERS_SEE,
        Permission.AUDIT_CHECK,
        Permission.RETENTION_SEE,
        Permission.RELEASES_SEE,
        Permission.RELEASES_CLEAR,
    },
)
ADMINISTRATOR = Role(
    key="administrator",
    name=_("Administrator"),
    description=_(
        "Keeps the project's membership, partners and settings in order. "
        "Sees no measures, no person's record and no employment or supervision."
    ),
    boundary=Boundary.PROJECT,
    permissions=EVERY_MEMBER
    | {
        Permission.MEMBERS_SEE,
        Permission.MEMBERS_CHANGE,
        Permission.PARTNERS_CHANGE,
        Permission.SERVICES_CHANGE,
        Permission.SETTINGS_CHANGE,
    },
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        PEER_WORKER,
        SUPERVISOR,
        RECRUITER,
        CLINICIAN,
        SAFEGUARDING_LEAD,
        IMPROVEMENT_LEAD,
        PROJECT_EVALUATOR,
        EXTERNAL_EVALUATOR,
        PROGRAMME_OFFICE,
        PRIVACY_LEAD,
        ADMINISTRATOR,
    )
}
# A role for membership fields: what the database will hold.
ROLE_CHOICES = [(role.key, role.name) for role in ROLES.values()]
PROGRAMME_ROLES = sorted(role.key for role in ROLES.values() if role.scope == "programme")
