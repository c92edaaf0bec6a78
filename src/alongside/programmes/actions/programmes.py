"""Programmes and the projects in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alongside.core import audit, clock, rowsecurity
from alongside.core.actions import Refused, action, check_version
from alongside.core.announcements import announce
from alongside.programmes import checklists, roles
from alongside.programmes.access import NotAllowed, hold, require, somebody
from alongside.programmes.actions.wording import named
from alongside.programmes.announced import MembershipEnded
from alongside.programmes.models import (
    Account,
    Membership,
    Organisation,
    Programme,
    Project,
    ProjectSetting,
    ReadinessItem,
)
from alongside.programmes.models.memberships import DEFAULT_ZONE
from alongside.programmes.permissions import Permission
from alongside.programmes.settings import SETTINGS, check_zone
from alongside.programmes.viewers import Viewer


@action
def start(*, name: str, by: Viewer, slug: str = "", about: str = "") -> Programme:
    """Start a programme. Only the command that sets an installation up may: nobody is in a programme that isn't there yet."""
    require(by, Permission.SET_UP)
    name = named(name)
    slug = _free_slug(Programme, slug or name)
    with _address_kept(slug):
        programme = Programme.objects.create(name=name, slug=slug, about=about.strip())
    audit.record("programme started", by=by, about=programme)
    return programme


@action
def start_project(
    *,
    programme: Programme,
    name: str,
    lead: Organisation,
    administrator: Account,
    by: Viewer,
    slug: str = "",
    about: str = "",
    kind: str = Project.Kind.REAL,
    zone: str = DEFAULT_ZONE,
) -> Project:
    """Start a project in the programme, led by an organisation, with its first administrator. A real project gets its own checklist."""
    _require_in(by, programme)
    name = named(name)
    slug, zone = _free_slug(Project, slug or name), check_zone(zone)
    with _address_kept(slug):
        project = Project.objects.create(
            programme=programme,
            lead=lead,
            name=name,
            slug=slug,
            about=about.strip(),
            kind=kind,
            zone=zone,
        )
    Membership.objects.create(
        account=administrator,
        role=roles.ADMINISTRATOR.key,
        project=project,
        organisation=lead,
        starts_on=clock.today(project.zone),
    )
    if project.kind == Project.Kind.REAL:
        with rowsecurity.inside(project.pk):
            ReadinessItem.objects.bulk_create(checklists.items_for_project(project))
    audit.record("project started", by=by, about=project, administrator=administrator)
    return project


@action
def add_member(
    *, programme: Programme, account: Account, role: str, organisation: Organisation, by: Viewer
) -> Membership:
    """Add somebody to the programme's office, or as its external evaluator."""
    _require_in(by, programme)
    if role not in roles.PROGRAMME_ROLES:
        raise Refused(_("That role is held in a project, not in a programme."))
    today = clock.today()
    if Membership.objects.current(today).filter(account=account, programme=programme, role=role).exists():
        raise Refused(_("%(name)s has that role in this programme already.") % {"name": account})
    membership = Membership.objects.create(
        account=account, role=role, programme=programme, organisation=organisation, starts_on=today
    )
    audit.record("programme member added", by=by, about=membership)
    return membership


@action
def end_membership(*, membership: Membership, by: Viewer) -> Membership:
    """End somebody's part in the programme there and then."""
    require(by, Permission.PROGRAMME_CHANGE)
    membership = hold(membership, by)
    if membership.ended_at is not None:
        raise Refused(_("This membership has ended already."))
    # Held so that two of its office don't end each other in the same moment.
    hold(membership.programme, by)  # type: ignore[type-var]  # its role says it is of a programme
    ended = somebody(by)
    others = Membership.objects.current(clock.today()).filter(
        programme=membership.programme, role=roles.PROGRAMME_OFFICE.key
    )
    if membership.role == roles.PROGRAMME_OFFICE.key and not others.exclude(pk=membership.pk).exists():
        raise Refused(_("Somebody has to run the programme. Add another member of its office first."))
    membership.ended_at, membership.ended_by = clock.now(), ended
    membership.save(update_fields=["ended_at", "ended_by"])
    audit.record("programme membership ended", by=by, about=membership)
    announce(MembershipEnded(membership, by=by))
    return membership


@action
def change_settings(
    *, project: Project, zone: str, settings: dict[str, int], by: Viewer, version: int | None = None
) -> Project:
    """Change a project's settings. Each one that is different is kept, with who set it, and audited."""
    require(by, Permission.SETTINGS_CHANGE)
    project = hold(project, by)
    check_version(project, version)
    account = somebody(by)
    changed = False
    if check_zone(zone) != project.zone:
        project.zone = zone
        changed = True
        audit.record("project time zone changed", by=by, about=project)
    kept = {row.key: row for row in ProjectSetting.objects.visible_to(by)}
    for key, wanted in settings.items():
        setting = SETTINGS[key]
        wanted = setting.check(wanted)
        row = kept.get(key) or ProjectSetting(project=project, key=key, value=setting.default)
        if row.value == wanted:
            continue
        row.value, row.set_at, row.set_by = wanted, clock.now(), account
        row.save()
        changed = True
        audit.record("project setting changed", by=by, about=row)
    if changed:
        project.save()
    return project


def _require_in(by: Viewer, programme: Programme) -> None:
    """The programme's own office, or the command that sets an installation up."""
    if by.may(Permission.SET_UP):
        return
    require(by, Permission.PROGRAMME_CHANGE)
    if by.programme is None or by.programme.pk != programme.pk:
        raise NotAllowed(_("This is another programme."))


def _free_slug(model: type[Programme] | type[Project], wanted: str) -> str:
    """The words as they stand in an address. Raises Refused when another one has it."""
    slug = slugify(wanted)[:60].strip("-")
    if not slug:
        raise Refused(_("The name needs letters or digits, because it becomes part of an address."))
    if model.objects.filter(slug=slug).exists():
        raise Refused(_taken(slug))
    return slug


@contextmanager
def _address_kept(slug: str) -> Iterator[None]:
    """Refuse where somebody took the address in the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(_taken(slug)) from None


def _taken(slug: str) -> str:
    return _("The address “%(slug)s” is taken. Choose another name.") % {"slug": slug}
