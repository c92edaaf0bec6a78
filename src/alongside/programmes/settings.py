"""A project's settings: typed here, changed by an action, read where they matter. A setting that nothing reads has no place here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actions import Refused

if TYPE_CHECKING:
    from alongside.programmes.models import Project


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    key: str
    label: Promise
    hint: Promise
    default: int
    least: int
    most: int

    def check(self, value: object) -> int:
        """The value as it is kept. Raises Refused when it isn't a whole number within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise Refused(
                _("%(setting)s must be a whole number from %(least)d to %(most)d.")
                % {"setting": self.label, "least": self.least, "most": self.most}
            )
        return value


DAYS_TO_READ = Whole(
    key="days_to_read",
    label=gettext_lazy("Days to read a role profile"),
    hint=gettext_lazy(
        "How long people in a live service have to read a new role profile, or to read it when they join, before it counts as late."
    ),
    default=14,
    least=1,
    most=60,
)
DAYS_OF_NOTICE = Whole(
    key="days_of_notice",
    label=gettext_lazy("Days of notice"),
    hint=gettext_lazy("How long before its date something shows on the home page of whoever sees to it."),
    default=14,
    least=0,
    most=60,
)
SETTINGS: dict[str, Whole] = {setting.key: setting for setting in (DAYS_TO_READ, DAYS_OF_NOTICE)}


def values(project: Project) -> dict[str, int]:
    """Every setting of the project: what somebody set, else its default."""
    from alongside.programmes.models import ProjectSetting

    kept = dict(ProjectSetting.objects.filter(project=project).values_list("key", "value"))
    return {key: kept.get(key, setting.default) for key, setting in SETTINGS.items()}


def value(project: Project, setting: Whole) -> int:
    """One setting of the project."""
    return values(project)[setting.key]


def check_zone(zone: str) -> str:
    """The zone, when there is one of that name."""
    if zone not in available_timezones():
        raise Refused(
            _("“%(zone)s” is not a time zone we know. Use one like Europe/London.") % {"zone": zone}
        )
    return zone
