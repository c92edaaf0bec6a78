"""Drivers: added, changed, moved and withdrawn. The diagram is drawn from them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement.actions import places
from alongside.improvement.actions.aims import standing as aim_standing
from alongside.improvement.actions.measures import membership_of
from alongside.improvement.actions.watching import watch
from alongside.improvement.models import Aim, ChangeIdea, Driver, Measure
from alongside.programmes.access import hold, require
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer

# As many as a diagram can hold and still be read.
MOST = 60


@action
def add(*, aim: Aim, names: Sequence[str], by: Viewer, under: Driver | None = None) -> list[Driver]:
    """Add what the aim depends on; under a primary driver, what that one depends on. One or several at once."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    aim = hold(aim, by)
    aim_standing(aim)
    under = _above(under, aim, by)
    said = [name for name in (" ".join(each.split()) for each in names) if name]
    if not said:
        raise Refused(_("Write down at least one."))
    if Driver.objects.filter(aim=aim).standing().count() + len(said) > MOST:
        raise Refused(
            _("A diagram of more than %(most)s drivers can't be read. Withdraw some, or set a second aim.")
            % {"most": MOST}
        )
    place = places.last(_beside(aim, under))
    added = [
        Driver.objects.create(
            project=aim.project,
            aim=aim,
            under=under,
            level=Driver.SECONDARY if under else Driver.PRIMARY,
            name=name,
            place=place + step,
            by=membership_of(by),
        )
        for step, name in enumerate(said)
    ]
    for driver in added:
        audit.record("driver added", by=by, about=driver)
    return added


@action
def change(
    *,
    driver: Driver,
    name: str,
    under: Driver | None,
    by: Viewer,
    measures: Sequence[Measure] | None = None,
    version: int | None = None,
) -> Driver:
    """Say a driver anew, move it under another, choose the measures it is watched by. None leaves the measures as they are."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    driver = hold(driver, by)
    check_version(driver, version)
    aim = _of(driver, by)
    under = _above(under, aim, by)
    if under is not None and under.pk == driver.pk:
        raise Refused(_("A driver can't stand under itself."))
    if under is not None and Driver.objects.filter(under=driver).standing().exists():
        raise Refused(_("Other drivers stand under this one. Move them first."))
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Give the driver a name."))
    if (under.pk if under else None) != driver.under_id:
        driver.place = places.last(_beside(aim, under))
    driver.name, driver.under = name, under
    driver.level = Driver.SECONDARY if under else Driver.PRIMARY
    driver.save()
    if measures is not None:
        require(by, Permission.MEASURES_SEE)
        watch(driver, measures, by)
    audit.record("driver changed", by=by, about=driver)
    return driver


@action
def move(*, driver: Driver, up: bool, by: Viewer) -> Driver:
    """Move a driver one place up or down among its neighbours."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    driver = hold(driver, by)
    aim = _of(driver, by)
    places.step(driver, _beside(aim, driver.under), up=up)
    audit.record("driver moved", by=by, about=driver)
    return driver


@action
def withdraw(*, driver: Driver, why: str, by: Viewer, version: int | None = None) -> Driver:
    """Take a driver out of the diagram, with a reason; only once nothing stands under it."""
    require(by, Permission.IMPROVEMENT_CHANGE)
    driver = hold(driver, by)
    check_version(driver, version)
    _of(driver, by)
    if not why.strip():
        raise Refused(_("Say why the driver is withdrawn."))
    below = Driver.objects.filter(under=driver).standing().exists()
    if below or ChangeIdea.objects.filter(driver=driver).exists():
        raise Refused(_("Something stands under this driver. Move it elsewhere first."))
    driver.withdrawn_at, driver.withdrawn_by = clock.now(), membership_of(by)
    driver.withdrawn_why = why.strip()
    driver.save()
    audit.record("driver withdrawn", by=by, about=driver)
    return driver


def of_aim(driver: Driver | None, aim: Aim, by: Viewer) -> Driver | None:
    """The driver as it is now, if it is one of this aim's and still part of the diagram."""
    if driver is None:
        return None
    driver = hold(driver, by)
    if driver.aim_id != aim.pk or driver.withdrawn_at is not None:
        raise Refused(_("That driver is no longer part of this aim. Choose another."))
    return driver


def _above(under: Driver | None, aim: Aim, by: Viewer) -> Driver | None:
    under = of_aim(under, aim, by)
    if under is not None and under.level != Driver.PRIMARY:
        raise Refused(_("Drivers have two levels: choose a primary driver, or the aim itself."))
    return under


def _beside(aim: Aim, under: Driver | None) -> QuerySet[Driver]:
    """The drivers of one level that stand together."""
    return Driver.objects.filter(aim=aim, under=under).standing()


def _of(driver: Driver, by: Viewer) -> Aim:
    if driver.withdrawn_at is not None:
        raise Refused(_("This driver was withdrawn."))
    # Held as well, so that two moves at once don't take the same place.
    aim = hold(driver.aim, by)
    aim_standing(aim)
    return aim
