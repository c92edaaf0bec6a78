"""Releases: prepared by one person, cleared or held back by another, withdrawn with a reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.improvement import disclosure
from alongside.improvement.models import Release
from alongside.improvement.queries import releases
from alongside.improvement.releasing import Choices, fingerprint, stub
from alongside.programmes.access import hold, require, somebody
from alongside.programmes.models import Project
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Viewer


@action
def prepare(*, project: Project, name: str, choices: Choices, rule_set: str, by: Viewer) -> Release:
    """Choose figures to release, as a draft that nobody else sees."""
    require(by, Permission.RELEASES_PREPARE)
    project = hold(project, by)
    release = Release(project=project, programme_id=project.programme_id, prepared_by=somebody(by))
    _say(release, name, choices, rule_set, by)
    release.save()
    audit.record("release prepared", by=by, about=release)
    return release


@action
def choose_again(
    *, release: Release, name: str, choices: Choices, rule_set: str, by: Viewer, version: int | None = None
) -> Release:
    """Choose other figures, or another rule set, for a draft."""
    release = _mine(release, by)
    check_version(release, version)
    _say(release, name, choices, rule_set, by)
    release.save()
    return release


@action
def send(*, release: Release, by: Viewer, version: int | None = None) -> Release:
    """Send a draft to be cleared: its document is made from the figures as they are now, and stays as it is from here on."""
    release = _mine(release, by)
    check_version(release, version)
    built = releases.built_now(release, by, prepared_on=_today(release))
    if built is None:
        raise Refused(
            _(
                "The rules for small numbers that this was prepared with are no longer kept here. Prepare it anew."
            )
        )
    if not built.shown:
        raise Refused(
            _(
                "Every figure of this would be hidden. Gather the months into quarters, or choose other measures."
            )
        )
    release.state, release.sent_at = Release.State.WAITING, clock.now()
    release.rules_hash = built.document["profile"]["hash"]
    _keep(release, built.document)
    release.save()
    audit.record("release sent to be cleared", by=by, about=release)
    return release


@action
def leave(*, release: Release, by: Viewer) -> Release:
    """Leave a draft: nothing is sent."""
    release = _mine(release, by)
    release.state = Release.State.LEFT
    release.save()
    audit.record("release not sent", by=by, about=release)
    return release


@action
def clear(*, release: Release, by: Viewer, version: int | None = None) -> Release:
    """Let the figures go, as the second person: from now on the programme reads them."""
    release = _waiting(release, by)
    check_version(release, version)
    release.state = Release.State.CLEARED
    _keep(release, {**release.document, "cleared_on": _today(release)})
    release.save()
    audit.record("release cleared", by=by, about=release)
    return release


@action
def hold_back(*, release: Release, why: str, by: Viewer, version: int | None = None) -> Release:
    """Hold the figures back, with a reason. They can be prepared anew."""
    release = _waiting(release, by)
    check_version(release, version)
    if not why.strip():
        raise Refused(_("Say why it is held back."))
    release.state, release.held_why = Release.State.HELD, why.strip()
    release.save()
    audit.record("release held back", by=by, about=release)
    return release


@action
def withdraw(*, release: Release, why: str, by: Viewer, version: int | None = None) -> Release:
    """Take back what was cleared. Its figures are gone from every page; what it was about, its hash and the reason stay."""
    require(by, Permission.RELEASES_CLEAR)
    release = hold(release, by)
    check_version(release, version)
    if release.state != Release.State.CLEARED:
        raise Refused(_("Only a release that was cleared can be withdrawn."))
    if not why.strip():
        raise Refused(_("Say why it is withdrawn."))
    release.state, release.withdrawn_why = Release.State.WITHDRAWN, why.strip()
    release.withdrawn_at, release.withdrawn_by = clock.now(), somebody(by)
    release.document = stub(release.document, withdrawn_on=_today(release))
    release.save()
    audit.record("release withdrawn", by=by, about=release)
    return release


def _say(release: Release, name: str, choices: Choices, rule_set: str, by: Viewer) -> None:
    chosen = disclosure.available().get(rule_set)
    if chosen is None:
        raise Refused(_("Choose a rule for small numbers."))
    if not name.strip():
        raise Refused(_("Give the release a name, so that it can be told from others."))
    if not choices.measures:
        raise Refused(_("Choose at least one measure."))
    if choices.since and choices.until and choices.since > choices.until:
        raise Refused(_("The first month is after the last one."))
    if len({one.measure for one in choices.measures}) < len(choices.measures):
        raise Refused(_("Choose a measure once."))
    if releases.unreached(choices, by):
        raise Refused(_("A measure that was chosen is not there, or not within your share. Choose again."))
    release.name = " ".join(name.split())
    release.choices = releases.as_known(choices).as_data()
    release.rule_set, release.rule_set_version = chosen.id, chosen.version
    release.rules_hash = chosen.profile.fingerprint


def _keep(release: Release, document: dict[str, Any]) -> None:
    release.document = document
    release.document_hash = fingerprint(document)


def _mine(release: Release, by: Viewer) -> Release:
    """The draft, locked, if it is still one."""
    require(by, Permission.RELEASES_PREPARE)
    release = hold(release, by)
    if release.state != Release.State.DRAFT:
        raise Refused(_("This was sent, or left, already."))
    return release


def _waiting(release: Release, by: Viewer) -> Release:
    """The release, locked, if it waits, and somebody else prepared it."""
    require(by, Permission.RELEASES_CLEAR)
    release = hold(release, by)
    if release.state != Release.State.WAITING:
        raise Refused(_("This was decided already."))
    if release.prepared_by_id == somebody(by).pk:
        raise Refused(_("You prepared this release, so somebody else has to look at it."))
    release.decided_by, release.decided_at = somebody(by), clock.now()
    return release


def _today(release: Release) -> str:
    return clock.today(release.project.zone).isoformat()
