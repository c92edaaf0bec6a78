"""Joining a project by a link: an administrator makes it, whoever gets it opens it once, and becomes what it says."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.core import audit, clock, clocks, rowsecurity
from alongside.core.actions import Refused, action, check_version
from alongside.programmes import roles, viewers
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.actions import accounts, members
from alongside.programmes.models import (
    Account,
    JoiningLink,
    JoiningLinkService,
    LinkToken,
    Membership,
    Organisation,
    Project,
    Service,
)
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@dataclass(frozen=True)
class Made:
    """A link, and its secret, which nobody can be told again."""

    joining: JoiningLink
    secret: str


@action
def invite(
    *,
    project: Project,
    for_whom: str,
    role: str,
    organisation: Organisation,
    by: Viewer,
    services: Iterable[Service] = (),
) -> Made:
    """Make a link by which somebody without an account can join, in this role and no other."""
    require(by, Permission.MEMBERS_CHANGE)
    project = hold(project, by)
    services = list(services)
    members.check_offer(project=project, role=role, organisation=organisation, services=services, reaching=by)
    secret = secrets.token_urlsafe(32)
    token = LinkToken(
        digest=digest(secret),
        project=project,
        purpose=LinkToken.Purpose.JOIN,
        made_by=somebody(by),
        goes_at=clock.now() + settings.LINK_LASTS,
    )
    token.save()
    joining = JoiningLink(
        project=project, token=token, for_whom=for_whom.strip(), role=role, organisation=organisation
    )
    joining.save()
    JoiningLinkService.objects.bulk_create(
        JoiningLinkService(project=project, joining=joining, service=service) for service in services
    )
    audit.record("joining link made", by=by, about=joining)
    return Made(joining, secret)


@action
def withdraw(*, joining: JoiningLink, by: Viewer, version: int | None = None) -> JoiningLink:
    """Let a link that nobody has joined by lead nowhere, from the next request on."""
    require(by, Permission.MEMBERS_CHANGE)
    joining = hold(joining, by)
    check_version(joining, version)
    if joining.membership_id is not None:
        raise Refused(_("Somebody has joined by this link already. End their membership instead."))
    token = LinkToken.objects.select_for_update().get(pk=joining.token_id)
    if token.ended_at is not None:
        raise Refused(_("This link is withdrawn already."))
    token.ended_at = clock.now()
    token.save()
    joining.save()
    audit.record("joining link withdrawn", by=by, about=joining)
    return joining


@action
def exchange(*, secret: str, by: Viewer) -> LinkToken | None:
    """Take a link's secret in exchange for holding the link; None where it leads nowhere (any more). It works once."""
    wanted = digest(secret)
    now = clock.now()
    token = LinkToken.objects.open(now).filter(digest=wanted).select_related("project").first()
    if token is None or not hmac.compare_digest(token.digest, wanted):
        return None
    # One statement decides between two who press at the same moment.
    if not LinkToken.objects.open(now).filter(pk=token.pk).update(exchanged_at=now):
        return None
    audit.record("link opened", by=viewers.holder(token), about=token)
    return token


@action
def join(*, username: str, name: str, password: str, by: Viewer) -> Membership:
    """Open an account and become what the link says."""
    joining, token = _held(by)
    account = accounts.opened(username=username, name=name, password=password)
    audit.record("account opened", by=by, about=account)
    return _admit(joining, token, account, by)


@action
def join_as(*, account: Account, by: Viewer) -> Membership:
    """Become what the link says, with the account one has."""
    joining, token = _held(by)
    return _admit(joining, token, account, by)


def digest(secret: str) -> str:
    """What is kept of a link's secret. It is too long to be guessed, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _held(by: Viewer) -> tuple[JoiningLink, LinkToken]:
    """The link that `by` holds, locked; it may have been withdrawn or used a moment ago."""
    require(by, Permission.JOIN)
    token = LinkToken.objects.visible_to(by).held(clock.now()).select_for_update().first()
    if token is None:
        raise Refused(_over())
    return JoiningLink.objects.visible_to(by).get(token=token), token


def _admit(joining: JoiningLink, token: LinkToken, account: Account, by: Viewer) -> Membership:
    membership = members.begin(
        project=joining.project,
        account=account,
        role=joining.role,
        organisation=joining.organisation,
        services=[row.service for row in joining.narrowed_to.select_related("service")],
        reaching=_maker(token),
    )
    joining.membership, token.ended_at = membership, clock.now()
    joining.save()
    token.save()
    audit.record("joined by a link", by=by, about=membership, account=account)
    return membership


def _maker(token: LinkToken) -> Viewer:
    """Whoever made the link, in the hat that adds members. A link is worth no more than its maker's right is now."""
    for role in roles.ROLES.values():
        if Permission.MEMBERS_CHANGE in role.permissions:
            maker = viewers.staff(token.made_by, project=token.project, role=role.key)
            if maker is not None and maker.may(Permission.MEMBERS_CHANGE):
                return maker
    raise Refused(_over())


def _over() -> str:
    return _("This link can't be used any more. Ask whoever gave it to you for another.")


def purge() -> int:
    """Remove links that ended long ago, with what was noted of whom they were for; how many."""
    over = clock.now() - settings.LINKS_KEPT
    removed = 0
    for project in Project.objects.all():
        with transaction.atomic(), rowsecurity.inside(project.pk):
            links = JoiningLink.objects.filter(project=project, token__goes_at__lt=over)
            tokens = list(links.values_list("token_id", flat=True))
            JoiningLinkService.objects.filter(joining__in=links).delete()
            removed += links.delete()[0]
            LinkToken.objects.filter(pk__in=tokens).delete()
    return removed


clocks.every(timedelta(days=1), name="clear links that ended long ago")(purge)
