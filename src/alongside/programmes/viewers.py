"""A viewer: who is asking, and in which capacity. Fixed for a request; `by` in every action."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.core import clock, rowsecurity
from alongside.core.actors import Actor
from alongside.programmes.permissions import Permission
from alongside.programmes.roles import ROLES, Role

if TYPE_CHECKING:
    from alongside.programmes.models import Account, LinkToken, Membership, Programme, Project


class Hat(StrEnum):
    """The capacity somebody asks in. Staff hats name a role besides."""

    STAFF = "staff"
    ONESELF = "oneself"
    LINK = "link"
    JOB = "job"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Viewer:
    """Who is asking: the account (or none), the project or programme, and the hat. Absence of anything means refusal."""

    hat: Hat
    account: Account | None = None
    project: Project | None = None
    programme: Programme | None = None
    role: Role | None = None
    memberships: tuple[Membership, ...] = ()
    reaching_whole: frozenset[UUID] = field(
        default_factory=frozenset
    )  # organisations whose share is the whole project
    granted: frozenset[Permission] = field(default_factory=frozenset)
    called: str = ""  # the job's or the link's name
    holding: UUID | None = None  # the link

    def may(self, permission: Permission) -> bool:
        """Whether this hat carries `permission`; which records it reaches is for `visible_to`."""
        return permission in self.granted

    def as_actor(self) -> Actor:
        """What the audit trail keeps: ids and the hat."""
        hat = ":".join(part for part in (self.hat.value, self.role.key if self.role else self.called) if part)
        return Actor(
            account_id=self.account.pk if self.account else None,
            project_id=self.project.pk if self.project else None,
            hat=hat,
        )

    @property
    def hat_in_words(self) -> str:
        """How the header names the hat: "Peer worker, Harbour project", "Yourself"."""
        if self.role is not None:
            place = self.project or self.programme
            return f"{self.role.name}, {place.name}" if place else str(self.role.name)
        return _("Yourself") if self.hat is Hat.ONESELF else ""


NOBODY = Viewer(hat=Hat.NOBODY)


def oneself(account: Account) -> Viewer:
    """Somebody looking after what is their own: their account, and nothing of any project."""
    return Viewer(hat=Hat.ONESELF, account=account, granted=frozenset({Permission.OWN_ACCOUNT}))


def staff(account: Account, *, project: Project, role: str | None = None) -> Viewer | None:
    """`account` in `project`, wearing `role` (or the first role held there); None without a current membership.

    Permissions of further roles add up only where they are inside the same boundary.
    """
    from alongside.programmes.models import Membership

    # Inside the project, because what a membership is narrowed down to is the project's: unread, it would seem to reach more.
    with rowsecurity.opened(project.pk):
        held = list(
            Membership.objects.current(clock.today(project.zone))
            .filter(account=account, project=project)
            .select_related("organisation")
            .prefetch_related("narrowed_to")
            .order_by("starts_on", "created_at", "role")
        )
        return _wearing(held, account=account, project=project, programme=None, role=role)


def _reaching_whole(project: Project, held: list[Membership]) -> frozenset[UUID]:
    """Of the organisations somebody is here for, those whose share is everything: the lead, and who evaluates from outside."""
    from alongside.programmes.models import Partnership

    others = {m.organisation_id for m in held} - {project.lead_id}
    part = Partnership.Part.EVALUATOR
    evaluating = (
        Partnership.objects.filter(project=project, part=part, organisation__in=others) if others else ()
    )
    return frozenset({project.lead_id, *(partnership.organisation_id for partnership in evaluating)})


def programme_member(account: Account, *, programme: Programme, role: str | None = None) -> Viewer | None:
    """`account` in one of the programme's roles; None without a current membership."""
    from alongside.programmes.models import Membership

    held = list(
        Membership.objects.current(clock.today())
        .filter(account=account, programme=programme)
        .select_related("organisation")
        .order_by("starts_on", "created_at", "role")
    )
    return _wearing(held, account=account, project=None, programme=programme, role=role)


def _wearing(
    held: list[Membership],
    *,
    account: Account,
    project: Project | None,
    programme: Programme | None,
    role: str | None,
) -> Viewer | None:
    if not account.is_active or not held:
        return None
    worn = ROLES[next((m.role for m in held if m.role == role), held[0].role)]
    inside = tuple(m for m in held if ROLES[m.role].boundary is worn.boundary)
    return Viewer(
        hat=Hat.STAFF,
        account=account,
        project=project,
        programme=programme,
        role=worn,
        memberships=inside,
        reaching_whole=_reaching_whole(project, list(inside)) if project else frozenset(),
        granted=frozenset().union(*(ROLES[m.role].permissions for m in inside)),
    )


def job(called: str, *, project: Project | None, granted: frozenset[Permission] = frozenset()) -> Viewer:
    """Background work: it names itself and one project (or none), and is granted what it needs and no more."""
    return Viewer(hat=Hat.JOB, project=project, called=called, granted=granted)


def link(
    called: str, *, project: Project, granted: frozenset[Permission], holding: UUID | None = None
) -> Viewer:
    """Whoever holds a link that was exchanged for this session."""
    return Viewer(hat=Hat.LINK, project=project, called=called, granted=granted, holding=holding)


# What each kind of link lets its holder do.
LINKS = {"joining": frozenset({Permission.JOIN})}


def holder(token: LinkToken) -> Viewer:
    """Whoever holds this link."""
    return link(token.purpose, project=token.project, granted=LINKS[token.purpose], holding=token.pk)
