"""Programmes, projects, organisations and the part each plays in a partnership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.core.models import Record
from alongside.programmes.access import memberships_of

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, viewer: Viewer) -> ProgrammeQuerySet:
        """The programme the viewer is in, or that its project belongs to; under one's own hat, those one works for."""
        if viewer.project is not None:
            return self.filter(pk=viewer.project.programme_id)
        if viewer.programme is not None:
            return self.filter(pk=viewer.programme.pk)
        return self.filter(pk__in=[m.programme_id for m in memberships_of(viewer)])


class Programme(Record):
    """A funded set of projects that learn together. Known to every project: no project owns it."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    about = models.TextField(blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Privacy:
        operational = {"id", "created_at", "version", "slug", "name", "about"}

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, viewer: Viewer) -> OrganisationQuerySet:
        """Those that take part in the viewer's project, or in a project of its programme. Nobody lists all that are known here."""
        projects = Project.objects.visible_to(viewer)
        return self.filter(
            Q(pk__in=projects.values("lead"))
            | Q(pk__in=Partnership.objects.filter(project__in=projects).values("organisation"))
        )


class Organisation(Record):
    """A body that takes part: a trust, a charity, a council, a university, a funder."""

    name = models.CharField(max_length=160, unique=True)
    about = models.TextField(blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Privacy:
        operational = {"id", "created_at", "version", "name", "about"}

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, viewer: Viewer) -> ProjectQuerySet:
        """The one project the viewer is in; in a programme's hat, its projects by name; under one's own, those one is a member of."""
        if viewer.project is not None:
            return self.filter(pk=viewer.project.pk)
        if viewer.programme is not None:
            return self.filter(programme=viewer.programme)
        return self.filter(pk__in=[m.project_id for m in memberships_of(viewer)])


class Project(Record):
    """One organisation and its partners introducing a role: what owns data. A person known to two has two records."""

    class Kind(models.TextChoices):
        REAL = "real", _("In use")
        DEMO = "demo", _("Demonstration")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects_led")
    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REAL)

    objects = ProjectQuerySet.as_manager()

    class Privacy:
        operational = {
            "id",
            "created_at",
            "version",
            "programme",
            "lead",
            "slug",
            "name",
            "about",
            "zone",
            "kind",
        }

    def __str__(self) -> str:
        return self.name


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, viewer: Viewer) -> PartnershipQuerySet:
        """Who takes part in the viewer's project, or in the projects of its programme: no secret among those who do."""
        return self.filter(project__in=Project.objects.visible_to(viewer))

    def in_part(self, *parts: str) -> PartnershipQuerySet:
        """Those that play one of `parts`."""
        return self.filter(part__in=parts)


class Partnership(Record):
    """The part that an organisation plays in a project.

    Outside row security, as organisations and programmes are: the programme's page names the partners of its projects.
    """

    class Part(models.TextChoices):
        HOST = "host", _("Hosts the role in its services")
        EMPLOYER = "employer", _("Employs the peer workers")
        PARTNER = "partner", _("Works alongside")
        FUNDER = "funder", _("Funds the work")
        EVALUATOR = "evaluator", _("Evaluates from outside")

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="partnerships", editable=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    part = models.CharField(max_length=12, choices=Part)
    about = models.TextField(blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "part"],
                name="partnership_an_organisation_plays_a_part_once",
            )
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "organisation", "part", "about"}

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_part_display()})"
