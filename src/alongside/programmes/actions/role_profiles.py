"""Role profiles: begun, written, published and acknowledged by name."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from alongside.core import audit, clock
from alongside.core.actions import Refused, action, check_version
from alongside.core.announcements import announce
from alongside.programmes.access import NotAllowed, hold, require, somebody
from alongside.programmes.actions.wording import named, said
from alongside.programmes.announced import RoleProfilePublished
from alongside.programmes.models import Acknowledgement, Project, RoleProfile, RoleProfileVersion, Service
from alongside.programmes.permissions import Permission
from alongside.programmes.starting_texts import PARTS, StartingText
from alongside.programmes.viewers import Viewer


@action
def begin(
    *,
    project: Project,
    name: str,
    by: Viewer,
    service: Service | None = None,
    text: StartingText | None = None,
) -> RoleProfileVersion:
    """Begin a role profile of the project, or of one service, as a draft; perhaps from a starting text."""
    require(by, Permission.ROLE_PROFILES_WRITE)
    project = hold(project, by)
    if service is not None:
        service = hold(service, by)
    name = named(name, longest=120)
    if RoleProfile.objects.filter(project=project, service=service, name__iexact=name).exists():
        raise Refused(_("There is a role profile called “%(name)s” already.") % {"name": name})
    profile = RoleProfile.objects.create(project=project, service=service, name=name)
    version = RoleProfileVersion(project=project, profile=profile, number=1, written_by=somebody(by))
    if text is not None:
        version.definition, version.definition_version = text.id, text.version
        for part in PARTS:
            setattr(version, part, getattr(text, part).strip())
    version.save()
    audit.record("role profile begun", by=by, about=profile, draft=version)
    return version


@action
def write(
    *,
    draft: RoleProfileVersion,
    texts: dict[str, str],
    by: Viewer,
    what_changed: str = "",
    version: int | None = None,
) -> RoleProfileVersion:
    """Write a draft. Nobody is asked to read it until it is published."""
    require(by, Permission.ROLE_PROFILES_WRITE)
    draft = hold(draft, by)
    check_version(draft, version)
    if draft.is_published:
        raise Refused(_("A published version stays as people read it. Begin a new version instead."))
    for part in PARTS:
        setattr(draft, part, texts.get(part, getattr(draft, part)).strip())
    draft.what_changed = what_changed.strip()
    draft.written_by = somebody(by)
    draft.save()
    audit.record("role profile draft written", by=by, about=draft)
    return draft


@action
def revise(*, profile: RoleProfile, by: Viewer) -> RoleProfileVersion:
    """Begin a new version, from the words of the one that stands."""
    require(by, Permission.ROLE_PROFILES_WRITE)
    profile = hold(profile, by)
    there = RoleProfileVersion.objects.filter(profile=profile)
    if there.drafts().exists():
        raise Refused(_("Somebody has begun a new version already. Go on with that draft."))
    last = there.order_by("-number").first()
    assert last is not None
    draft = RoleProfileVersion.objects.create(
        project_id=profile.project_id,
        profile=profile,
        number=(there.aggregate(newest=Max("number"))["newest"] or 0) + 1,
        written_by=somebody(by),
        definition=last.definition,
        definition_version=last.definition_version,
        **{part: getattr(last, part) for part in PARTS},
    )
    audit.record("role profile revised", by=by, about=profile, draft=draft)
    return draft


@action
def publish(*, draft: RoleProfileVersion, by: Viewer, version: int | None = None) -> RoleProfileVersion:
    """Publish a draft: from now on it stays as it is, and everybody it concerns is asked to read it."""
    require(by, Permission.ROLE_PROFILES_WRITE)
    draft = hold(draft, by)
    check_version(draft, version)
    if not draft.may_become(RoleProfileVersion.State.PUBLISHED):
        raise Refused(_("This version is published already."))
    unsaid = [str(title) for part, title in PARTS.items() if not getattr(draft, part).strip()]
    if unsaid:
        raise Refused(_("Nothing is said yet about: %(parts)s.") % {"parts": ", ".join(unsaid)})
    if draft.number > 1:
        said(
            draft.what_changed,
            missing=_(
                "Say what changed since the last version, so that people know why they are asked again."
            ),
        )
    draft.state = RoleProfileVersion.State.PUBLISHED
    draft.published_at, draft.published_by = clock.now(), somebody(by)
    draft.save()
    audit.record("role profile published", by=by, about=draft)
    announce(RoleProfilePublished(draft, by=by))
    return draft


@action
def acknowledge(*, profile_version: RoleProfileVersion, by: Viewer) -> Acknowledgement:
    """Say by name that one has read a version. Saying it twice is the same as saying it once."""
    require(by, Permission.ROLE_PROFILES_ACKNOWLEDGE)
    # Not held: nobody changes a published version, and a whole team reads it on the same morning.
    readable = (
        RoleProfileVersion.objects.visible_to(by)
        .select_related("profile")
        .filter(pk=profile_version.pk)
        .first()
    )
    if readable is None:
        raise NotAllowed(_("This is outside what you work with here."))
    if not readable.is_published:
        raise Refused(_("This is still a draft. You are asked to read it when it is published."))
    newest = (
        RoleProfileVersion.objects.published().filter(profile=readable.profile).order_by("-number").first()
    )
    if newest != readable:
        raise Refused(_("There is a newer version of this role profile. Read that one."))
    said_so, is_new = Acknowledgement.objects.get_or_create(
        profile_version=readable, account=somebody(by), defaults={"project_id": readable.project_id}
    )
    if is_new:
        audit.record("role profile acknowledged", by=by, about=readable)
    return said_so
