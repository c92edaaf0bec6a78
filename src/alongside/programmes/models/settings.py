"""Settings of a project: typed in programmes/settings.py, audited, and kept with who set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from alongside.core import clock
from alongside.core.models import ProjectRecord

if TYPE_CHECKING:
    from alongside.programmes.viewers import Viewer


class ProjectSettingQuerySet(models.QuerySet["ProjectSetting"]):
    def visible_to(self, viewer: Viewer) -> ProjectSettingQuerySet:
        """The settings of the viewer's project."""
        return self.filter(project=viewer.project) if viewer.project else self.none()


class ProjectSetting(ProjectRecord):
    """One setting that somebody changed from its default."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ProjectSettingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="project_setting_is_set_once", fields=["project", "key"])]

    class Privacy:
        operational = {"id", "created_at", "version", "project", "key", "value", "set_at", "set_by"}

    def __str__(self) -> str:
        return f"{self.key} of {self.project}"
