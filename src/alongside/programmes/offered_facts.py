"""What this room offers to be counted: readiness, services going live, members joining and leaving, role profiles read.

Never a name. Accounts are looked at inside the questions ("had this member read it in time?"), and none of them is a column.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from alongside.core import registries
from alongside.core.facts import Column, DaysBetween, Fact, Kind, day_in
from alongside.programmes.roles import ROLES

ROLE = Column(
    _("role"), Kind.CHOICE, {role.key: role.name for role in ROLES.values() if role.scope == "project"}
)
READING = [role.key for role in ROLES.values() if role.reads_role_profile]


def _is(condition: Any) -> Case:
    """Yes or no, never nothing: a comparison with a date that isn't there is a no."""
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def readiness_due(project: Any) -> QuerySet:
    """Items of services' checklists that have a date. What Alongside counts for itself is no row: nobody records it."""
    from alongside.programmes.models import ReadinessItem

    rows = ReadinessItem.objects.filter(
        project=project, service__isnull=False, due_on__isnull=False, counted=False
    )
    return rows.annotate(
        met=_is(Q(met_on__isnull=False)),
        met_on_time=_is(Q(met_on__lte=F("due_on"))),
        left_out=_is(Q(overridden_on__isnull=False)),
        second_person=_is(Q(needs_second=True)),
        days_late=DaysBetween(F("met_on"), F("due_on")),
    )


def readiness_met(project: Any) -> QuerySet:
    """Items recorded as met."""
    from alongside.programmes.models import ReadinessItem

    rows = ReadinessItem.objects.filter(project=project, service__isnull=False, met_on__isnull=False)
    return rows.annotate(
        had_a_date=_is(Q(due_on__isnull=False)), confirmed=_is(Q(confirmed_at__isnull=False))
    )


def services_live(project: Any) -> QuerySet:
    """Services on the day they first went live."""
    from alongside.programmes.models import ReadinessChange, Service

    rows = Service.objects.filter(project=project, first_live_at__isnull=False)
    left_out = ReadinessChange.objects.filter(
        item__service=OuterRef("pk"),
        what=ReadinessChange.What.OVERRIDDEN,
        changed_at__lte=OuterRef("first_live_at"),
    )
    day = day_in(project.zone, "first_live_at")
    return rows.annotate(
        day=day,
        nothing_left_out=_is(~Exists(left_out)),
        days_preparing=DaysBetween(day, day_in(project.zone, "created_at")),
    )


def members_joined(project: Any) -> QuerySet:
    """Memberships by the day they start."""
    from alongside.programmes.models import Membership

    return Membership.objects.filter(project=project)


def members_left(project: Any) -> QuerySet:
    """Memberships by the day they ended, or their last day."""
    from alongside.programmes.models import Membership

    over = Membership.objects.filter(project=project).filter(
        Q(ended_at__isnull=False) | Q(ends_on__isnull=False)
    )
    day = Coalesce(day_in(project.zone, "ended_at"), F("ends_on"))
    return over.annotate(day=day, days_as_member=DaysBetween(day, F("starts_on")))


def profile_readers(project: Any) -> QuerySet:
    """Those who joined a service in a role that is asked to read the role profile, by the day they joined: one row a member a service."""
    from alongside.programmes.models import Acknowledgement, MembershipService, RoleProfileVersion

    first_read = (
        Acknowledgement.objects.filter(project=project, account=OuterRef("membership__account"))
        .values("account")
        .annotate(first=Min("acknowledged_at"))
        .values("first")
    )
    published = RoleProfileVersion.objects.filter(project=project, published_at__isnull=False)
    rows = MembershipService.objects.filter(project=project, membership__role__in=READING)
    return rows.annotate(
        day=F("membership__starts_on"),
        role=F("membership__role"),
        first_read_at=Subquery(first_read),
        profile_was_there=_is(
            Exists(
                published.annotate(on=day_in(project.zone, "published_at")).filter(
                    on__lte=OuterRef("membership__starts_on")
                )
            )
        ),
        has_read=_is(Q(first_read_at__isnull=False)),
        days_until_read=DaysBetween(day_in(project.zone, "first_read_at"), F("membership__starts_on")),
    )


def profiles_read(project: Any) -> QuerySet:
    """Each time somebody said that they have read a version."""
    from alongside.programmes.models import Acknowledgement

    day = day_in(project.zone, "acknowledged_at")
    return Acknowledgement.objects.filter(project=project).annotate(
        day=day,
        days_after_publication=DaysBetween(day, day_in(project.zone, "profile_version__published_at")),
    )


def _new_readings(project: Any, since: Any) -> Any:
    return profiles_read(project).filter(acknowledged_at__gte=since).values_list("day", flat=True).distinct()


FACTS = (
    Fact(
        key="readiness-due",
        one_row=_("One item of a service's checklist that has a date to be met by"),
        dated_by=_("the day it was to be met by"),
        rows=readiness_due,
        day="due_on",
        service="service_id",
        columns={
            "met": Column(_("met by now")),
            "met_on_time": Column(_("met on or before its date")),
            "left_out": Column(_("the service goes live without it, for a reason")),
            "second_person": Column(_("a second person must confirm it")),
            "days_late": Column(_("days from its date to when it was met"), Kind.NUMBER),
        },
    ),
    Fact(
        key="readiness-met",
        one_row=_("One item of a service's checklist that is recorded as met"),
        dated_by=_("the day it was met"),
        rows=readiness_met,
        day="met_on",
        service="service_id",
        columns={
            "had_a_date": Column(_("had a date to be met by")),
            "confirmed": Column(_("confirmed by a second person")),
        },
    ),
    Fact(
        key="service-went-live",
        one_row=_("One service that went live for the first time"),
        dated_by=_("the day it went live"),
        rows=services_live,
        service="id",
        columns={
            "nothing_left_out": Column(_("nothing on its checklist was left out when it went live")),
            "days_preparing": Column(_("days from the start of its preparation"), Kind.NUMBER),
        },
    ),
    Fact(
        key="member-joined",
        about_staff=True,
        one_row=_("One member who joined the project in a role"),
        dated_by=_("the first day of the membership"),
        rows=members_joined,
        day="starts_on",
        columns={"role": ROLE},
    ),
    Fact(
        key="member-left",
        about_staff=True,
        one_row=_("One member who left a role in the project"),
        dated_by=_("the day the membership ended"),
        rows=members_left,
        columns={
            "role": ROLE,
            "days_as_member": Column(_("days from the first day to the last"), Kind.NUMBER),
        },
    ),
    Fact(
        key="profile-reader",
        about_staff=True,
        one_row=_(
            "One member who joined a service in a role that is asked to read the role profile (whoever joins two services is two rows)"
        ),
        dated_by=_("the first day of the membership"),
        rows=profile_readers,
        service="service_id",
        columns={
            "role": ROLE,
            "profile_was_there": Column(_("a role profile was published by that day")),
            "has_read": Column(_("has said that they have read a version of it")),
            "days_until_read": Column(_("days until they first said so"), Kind.NUMBER),
        },
    ),
    Fact(
        key="profile-read",
        about_staff=True,
        one_row=_("One time that a member said they have read a version of a role profile"),
        dated_by=_("the day they said so"),
        rows=profiles_read,
        columns={"days_after_publication": Column(_("days after that version was published"), Kind.NUMBER)},
        changed_since=_new_readings,
    ),
)


def enter() -> None:
    """Enter them, for measures that feed themselves."""
    for fact in FACTS:
        registries.facts.enter(fact.key, fact)
