"""Links that let somebody without an account do one thing in a project: here, join it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.core.models import ProjectRecord, Record
from alongside.programmes.permissions import Permission
from alongside.programmes.roles import PROGRAMME_ROLES, ROLE_CHOICES, ROLES, Role
from alongside.programmes.viewers import Hat

if TYPE_CHECKING:
    from datetime import datetime

    from alongside.programmes.viewers import Viewer


class LinkTokenQuerySet(models.QuerySet["LinkToken"]):
    def open(self, at: datetime) -> LinkTokenQuerySet:
        """Links that can still be opened: within their time, and never opened before."""
        return self.filter(goes_at__gt=at, exchanged_at__isnull=True, ended_at__isnull=True)

    def held(self, at: datetime) -> LinkTokenQuerySet:
        """Links that somebody opened a short while ago and has not done with."""
        return self.filter(
            exchanged_at__isnull=False, exchanged_at__gt=at - settings.LINK_HELD, ended_at__isnull=True
        )

    def visible_to(self, viewer: Viewer) -> LinkTokenQuerySet:
        """The one that is held."""
        return self.filter(pk=viewer.holding) if viewer.hat is Hat.LINK else self.none()


class LinkToken(Record):
    """A link's secret, of which only a digest is kept. Outside row security: it says which project to open."""

    class Purpose(models.TextChoices):
        JOIN = "joining", _("Join the project")

    digest = models.CharField(max_length=64, unique=True, editable=False)
    project = models.ForeignKey(
        "programmes.Project", on_delete=models.PROTECT, related_name="+", editable=False
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    goes_at = models.DateTimeField()
    exchanged_at = models.DateTimeField(null=True, blank=True)
    # What it was for is done, or it was withdrawn.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LinkTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_token_goes_after_it_was_made", condition=Q(goes_at__gt=F("created_at"))
            )
        ]

    class Privacy:
        personal = {"made_by"}
        sensitive = {"digest"}
        operational = {
            "id",
            "created_at",
            "version",
            "project",
            "purpose",
            "goes_at",
            "exchanged_at",
            "ended_at",
        }
        retention = "sign-in"

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class JoiningLinkQuerySet(models.QuerySet["JoiningLink"]):
    def visible_to(self, viewer: Viewer) -> JoiningLinkQuerySet:
        """To who may add members, those of the project; to whoever holds one, that one."""
        if viewer.hat is Hat.LINK:
            return self.filter(token=viewer.holding)
        if viewer.project is None or not viewer.may(Permission.MEMBERS_CHANGE):
            return self.none()
        return self.filter(project=viewer.project)


class JoiningLink(ProjectRecord):
    """What somebody becomes who joins by a link: a role, for an organisation, in some services."""

    class State(models.TextChoices):
        OPEN = "open", _("Not used yet")
        OPENED = "opened", _("Opened")
        JOINED = "joined", _("Joined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RUN_OUT = "run_out", _("Run out")

    token = models.OneToOneField(LinkToken, on_delete=models.PROTECT, related_name="joining", editable=False)
    for_whom = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    organisation = models.ForeignKey("programmes.Organisation", on_delete=models.PROTECT, related_name="+")
    membership = models.OneToOneField(
        "programmes.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = JoiningLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="joining_link_leads_to_a_role_of_the_project", condition=~Q(role__in=PROGRAMME_ROLES)
            )
        ]

    class Privacy:
        personal = {"for_whom", "membership"}
        operational = {"id", "created_at", "version", "project", "token", "role", "organisation"}
        retention = "sign-in"

    def __str__(self) -> str:
        return self.for_whom

    @property
    def as_role(self) -> Role:
        """The role with its name, description and permissions."""
        return ROLES[self.role]

    @property
    def state(self) -> State:
        """How the link stands now."""
        if self.membership_id is not None:
            return self.State.JOINED
        if self.token.ended_at is not None:
            return self.State.WITHDRAWN
        now = clock.now()
        if self.token.exchanged_at is not None:
            held = now - self.token.exchanged_at < settings.LINK_HELD
            return self.State.OPENED if held else self.State.RUN_OUT
        return self.State.OPEN if now < self.token.goes_at else self.State.RUN_OUT


class JoiningLinkService(ProjectRecord):
    """A service that whoever joins by the link will work in."""

    joining = models.ForeignKey(JoiningLink, on_delete=models.PROTECT, related_name="narrowed_to")
    service = models.ForeignKey("programmes.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joining", "service"], name="joining_link_names_a_service_once")
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "joining", "service"}

    def __str__(self) -> str:
        return f"{self.joining} in {self.service}"
