"""Role profiles: what the role is for, will do and will not do. Published versions stay as they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.core.models import ProjectRecord
from alongside.programmes.access import share
from alongside.programmes.permissions import Permission
from alongside.programmes.starting_texts import PARTS

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


def _in_share(viewer: Viewer, at: str = "") -> Q:
    """Profiles of the whole project, and of the services in the viewer's share."""
    if viewer.project is None:
        return Q(pk__in=[])
    own_service = Q(**{f"{at}service__isnull": False}) & share(viewer, at=f"{at}service")
    return Q(project=viewer.project) & (Q(**{f"{at}service__isnull": True}) | own_service)


class RoleProfileQuerySet(models.QuerySet["RoleProfile"]):
    def visible_to(self, viewer: Viewer) -> RoleProfileQuerySet:
        """Profiles of the whole project, and of the services in the viewer's share."""
        return self.filter(_in_share(viewer))


class RoleProfile(ProjectRecord):
    """What one role is, in the whole project or in one service of it."""

    service = models.ForeignKey(
        "programmes.Service", on_delete=models.PROTECT, related_name="role_profiles", null=True, blank=True
    )
    name = models.CharField(max_length=120)

    objects = RoleProfileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="role_profile_names_are_unique_in_a_project",
                fields=["project", "name"],
                condition=Q(service__isnull=True),
            ),
            models.UniqueConstraint(
                name="role_profile_names_are_unique_in_a_service",
                fields=["service", "name"],
                condition=Q(service__isnull=False),
            ),
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "service", "name"}

    def __str__(self) -> str:
        return self.name


class RoleProfileVersionQuerySet(models.QuerySet["RoleProfileVersion"]):
    def visible_to(self, viewer: Viewer) -> RoleProfileVersionQuerySet:
        """Published versions; drafts only to who may write them."""
        seen = self.filter(_in_share(viewer, at="profile__"))
        return seen if viewer.may(Permission.ROLE_PROFILES_WRITE) else seen.published()

    def published(self) -> RoleProfileVersionQuerySet:
        """Versions that people were asked to read."""
        return self.filter(state=RoleProfileVersion.State.PUBLISHED)

    def drafts(self) -> RoleProfileVersionQuerySet:
        """Versions still being written."""
        return self.filter(state=RoleProfileVersion.State.DRAFT)


class RoleProfileVersion(ProjectRecord):
    """What a role profile says: a draft, until it is published and never changes again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    # What may follow what; the diagram in the manual is drawn from this table.
    NEXT = {State.DRAFT: {State.PUBLISHED}, State.PUBLISHED: set()}

    profile = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    purpose = models.TextField(blank=True)
    will_do = models.TextField(blank=True)
    will_not_do = models.TextField(blank=True)
    friends = models.TextField(blank=True)
    gifts = models.TextField(blank=True)
    money = models.TextField(blank=True)
    social_media = models.TextField(blank=True)
    lifts = models.TextField(blank=True)
    # The starting text it was written from, if it was.
    definition = models.CharField(max_length=80, blank=True)
    definition_version = models.CharField(max_length=20, blank=True)
    what_changed = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RoleProfileVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="role_profile_version_numbers_count_up", fields=["profile", "number"]
            ),
            models.UniqueConstraint(
                name="role_profile_has_one_draft_at_a_time", fields=["profile"], condition=Q(state="draft")
            ),
            models.CheckConstraint(
                name="role_profile_version_is_published_at_and_by_or_a_draft",
                condition=Q(state="draft", published_at__isnull=True, published_by__isnull=True)
                | Q(state="published", published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="role_profile_version_published_leaves_nothing_unsaid",
                condition=Q(state="draft") | ~Q(*(Q(**{part: ""}) for part in PARTS), _connector=Q.OR),
            ),
        ]

    class Privacy:
        operational = {
            "id", "created_at", "version", "project", "profile", "number", "state", *PARTS, "definition", "definition_version",
            "what_changed", "written_by", "published_at", "published_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.profile}, version {self.number}"

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def may_become(self, state: str) -> bool:
        """Whether `state` may follow the present one."""
        return state in self.NEXT[self.State(self.state)]


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def visible_to(self, viewer: Viewer) -> AcknowledgementQuerySet:
        """One's own; everybody's to who may see the members."""
        seen = self.filter(_in_share(viewer, at="profile_version__profile__"))
        if viewer.may(Permission.MEMBERS_SEE):
            return seen
        return seen.filter(account=viewer.account) if viewer.account else seen.none()


class Acknowledgement(ProjectRecord):
    """Somebody said, by name, that they have read one version. A new version asks them again."""

    profile_version = models.ForeignKey(
        RoleProfileVersion, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(default=clock.now)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="acknowledgement_is_given_once_for_a_version", fields=["profile_version", "account"]
            )
        ]

    class Privacy:
        personal = {"account"}
        operational = {"id", "created_at", "version", "project", "profile_version", "acknowledged_at"}
        retention = "programme-record"

    def __str__(self) -> str:
        return f"{self.account} has read {self.profile_version}"
