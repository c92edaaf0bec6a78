"""Role profiles: read, written, published, acknowledged."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.programmes import addresses, starting_texts
from alongside.programmes.actions import role_profiles
from alongside.programmes.forms.role_profiles import BeginForm, WriteForm
from alongside.programmes.models import RoleProfile, RoleProfileVersion
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import role_profiles as presenter
from alongside.programmes.queries import role_profiles as queries
from alongside.programmes.requests import ProjectRequest
from alongside.programmes.starting_texts import PARTS
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.PROJECT_SEE)
def role_profiles_list(request: ProjectRequest) -> HttpResponse:
    """The profiles of the project and of the services in the viewer's share."""
    viewer = request.viewer
    profiles = (
        RoleProfile.objects.visible_to(viewer).select_related("service").order_by("name", "service__name")
    )
    shown = paged(request, profiles)
    versions = (
        RoleProfileVersion.objects.visible_to(viewer).filter(profile__in=shown.items).order_by("number")
    )
    return render(
        request,
        "programmes/role_profiles.jinja",
        {
            "page": shown,
            "rows": presenter.listed(shown.items, list(versions), viewer.project),
            "may_write": viewer.may(Permission.ROLE_PROFILES_WRITE),
        },
    )


@page(Permission.ROLE_PROFILES_WRITE, methods=QUESTION)
def role_profile_begin(request: ProjectRequest) -> HttpResponse:
    """Begin a role profile, perhaps from a starting text."""
    project = request.viewer.project
    return ask(
        request,
        partial(BeginForm, viewer=request.viewer),
        "programmes/role_profile_begin.jinja",
        key="role profile",
        do=lambda form: role_profiles.begin(
            project=project,
            name=form.cleaned_data["name"],
            service=form.cleaned_data["service"] or None,
            text=starting_texts.available().get(form.cleaned_data["text"]),
            by=request.viewer,
        ),
        then=lambda draft: addresses.of_project(project, "role_profile_write", draft=draft),
        context={"cancel_url": addresses.of_project(project, "role_profiles")},
        said=_("Begun as a draft. Nobody is asked to read it yet."),
    )


@page(Permission.PROJECT_SEE, profile=RoleProfile)
def role_profile(request: ProjectRequest, profile: RoleProfile) -> HttpResponse:
    """The version of a profile that stands, or for its writers the draft."""
    seen = RoleProfileVersion.objects.visible_to(request.viewer).filter(profile=profile)
    version = seen.published().first() or seen.first()
    if version is None:
        raise Http404
    return _read(request, version)


@page(Permission.PROJECT_SEE, version=RoleProfileVersion)
def role_profile_version(request: ProjectRequest, version: RoleProfileVersion) -> HttpResponse:
    """One version, as it was read."""
    return _read(request, version)


def _read(request: ProjectRequest, version: RoleProfileVersion) -> HttpResponse:
    viewer = request.viewer
    versions = list(
        RoleProfileVersion.objects.visible_to(viewer)
        .filter(profile=version.profile_id)
        .select_related("published_by", "profile")
    )
    newest = next((v for v in versions if v.is_published), None)
    draft = next((v for v in versions if not v.is_published), None)
    readers = (
        queries.asked_to_read(version, viewer)
        if viewer.may(Permission.MEMBERS_SEE) and version.is_published
        else None
    )
    return render(
        request,
        "programmes/role_profile.jinja",
        {
            "version": version,
            "profile": version.profile,
            "parts": presenter.parts(version),
            "is_newest": newest is not None and newest.pk == version.pk,
            "newest": newest,
            "draft": draft,
            "has_read": queries.account_has_read(version, viewer.account),
            "is_asked": version in queries.unread(viewer),
            "readers": None if readers is None else presenter.readers(readers, viewer.project.zone),
            "history": presenter.history(versions, viewer.project),
            "may_write": viewer.may(Permission.ROLE_PROFILES_WRITE),
            "started_from": presenter.started_from(version),
        },
    )


@page(Permission.ROLE_PROFILES_WRITE, methods=QUESTION, draft=RoleProfileVersion)
def role_profile_write(request: ProjectRequest, draft: RoleProfileVersion) -> HttpResponse:
    """Write a draft."""
    return ask(
        request,
        partial(WriteForm, draft=draft),
        "programmes/role_profile_write.jinja",
        key="role profile draft",
        record=draft,
        initial=lambda: {
            "what_changed": draft.what_changed,
            **{part: getattr(draft, part) for part in PARTS},
        },
        do=lambda form: role_profiles.write(
            draft=draft,
            texts={part: form.cleaned_data[part] for part in PARTS},
            what_changed=form.cleaned_data.get("what_changed", ""),
            by=request.viewer,
        ),
        then=partial(_of, request),
        context={"draft": draft, "cancel_url": _of(request, draft)},
        said=_("Saved as a draft. Publish it when it is ready to be read."),
    )


@page(Permission.ROLE_PROFILES_WRITE, methods=("POST",), profile=RoleProfile)
def role_profile_revise(request: ProjectRequest, profile: RoleProfile) -> HttpResponse:
    """Begin a new version from the words of the one that stands."""
    return press(
        request,
        do=lambda: role_profiles.revise(profile=profile, by=request.viewer),
        then=lambda draft: addresses.of_project(request.viewer.project, "role_profile_write", draft=draft),
        said=_("A new draft, with the words of the version that stands. That one stays until you publish."),
    )


@page(Permission.ROLE_PROFILES_WRITE, methods=("POST",), draft=RoleProfileVersion)
def role_profile_publish(request: ProjectRequest, draft: RoleProfileVersion) -> HttpResponse:
    """Publish a draft."""
    return press(
        request,
        record=draft,
        do=lambda: role_profiles.publish(draft=draft, by=request.viewer),
        then=partial(_of, request),
        said=_("Published. Everybody it concerns is asked on their home page to read it."),
    )


@page(Permission.ROLE_PROFILES_ACKNOWLEDGE, methods=("POST",), version=RoleProfileVersion)
def role_profile_acknowledge(request: ProjectRequest, version: RoleProfileVersion) -> HttpResponse:
    """Say by name that one has read a version."""
    return press(
        request,
        do=lambda: role_profiles.acknowledge(profile_version=version, by=request.viewer),
        then=lambda said_so: _of(request, said_so.profile_version),
        said=_("Thank you. It is noted that you have read this version."),
    )


def _of(request: ProjectRequest, version: RoleProfileVersion) -> str:
    return addresses.of_project(request.viewer.project, "role_profile_version", version=version)
