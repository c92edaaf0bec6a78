"""Programmes, projects, organisations and the part each plays in a partnership."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.models import ProjectRecord, Record


class Programme(Record):
    """A funded set of projects that learn together. Known to every project: no project owns it."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    about = models.TextField(blank=True)

    class Privacy:
        operational = {"id", "created_at", "version", "slug", "name", "about"}

    def __str__(self) -> str:
        return self.name


class Organisation(Record):
    """A body that takes part: a trust, a charity, a council, a university, a funder."""

    name = models.CharField(max_length=160, unique=True)
    about = models.TextField(blank=True)

    class Privacy:
        operational = {"id", "created_at", "version", "name", "about"}

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, viewer) -> ProjectQuerySet:
        """The one project the viewer is in; in a programme's hat, the projects of that programme, by name."""
        if viewer.project is not None:
            return self.filter(pk=viewer.project.pk)
        if viewer.programme is not None:
            return self.filter(programme=viewer.programme)
        return self.none()


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
        operational = {"id", "created_at", "version", "programme", "lead", "slug", "name", "about", "zone", "kind"}

    def __str__(self) -> str:
        return self.name


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, viewer) -> PartnershipQuerySet:
        """The partners of the viewer's project: every member may know who takes part."""
        return self.filter(project=viewer.project) if viewer.project else self.none()


class Partnership(ProjectRecord):
    """The part that an organisation plays in a project."""

    class Part(models.TextChoices):
        HOST = "host", _("Hosts the role in its services")
        EMPLOYER = "employer", _("Employs the peer workers")
        PARTNER = "partner", _("Works alongside")
        FUNDER = "funder", _("Funds the work")
        EVALUATOR = "evaluator", _("Evaluates from outside")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    part = models.CharField(max_length=12, choices=Part)
    about = models.TextField(blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "part"], name="partnership_an_organisation_plays_a_part_once"
            )
        ]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "organisation", "part", "about"}

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_part_display()})"
