"""Readiness: the project's own checklist, and the page of each item with what is done to it."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.programmes import addresses, checklists
from alongside.programmes.access import reaches_whole_project
from alongside.programmes.actions import readiness
from alongside.programmes.forms.readiness import EndOverrideForm, MeetForm, OverrideForm, PlanForm, UndoForm
from alongside.programmes.models import ReadinessChange, ReadinessItem
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import readiness as presenter
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.queries import readiness as standings
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render

QUESTION = ("GET", "POST")


@page(Permission.READINESS_SEE)
def project_readiness(request: ProjectRequest) -> HttpResponse:
    """What must be true of the project itself before anybody is recorded here."""
    project = request.viewer.project
    listed = standings.of_project(project) if reaches_whole_project(request.viewer) else []
    return render(
        request,
        "programmes/project_readiness.jinja",
        {
            "groups": presenter.groups(listed, project),
            "in_short": presenter.in_short(standings.summary(listed)) if listed else "",
        },
    )


@page(Permission.READINESS_SEE, item=ReadinessItem)
def readiness_item(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """One item: what it asks and why, how it stands, and what was done to it."""
    viewer = request.viewer
    standing = standings.of_item(item)
    changes = (
        ReadinessChange.objects.visible_to(viewer)
        .filter(item=item)
        .select_related("changed_by")
        .order_by("-changed_at")
    )
    status, colour = presenter.status_of(standing)
    return render(
        request,
        "programmes/readiness_item.jinja",
        {
            **_asked(request, item),
            "standing": standing,
            "item": standing.item,
            "status": status,
            "colour": colour,
            "may_record": viewer.may(Permission.READINESS_CHANGE) and not presenter.is_closed(item),
            "may_override": viewer.may(Permission.READINESS_OVERRIDE)
            and item.may_override
            and not presenter.is_closed(item),
            "recorded_by_me": item.met_by_id == viewer.account.pk,
            "history": presenter.history(changes, viewer.project.zone),
        },
    )


@page(Permission.READINESS_CHANGE, methods=QUESTION, item=ReadinessItem)
def readiness_plan(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """Say who sees to an item and by when."""
    return ask(
        request,
        partial(PlanForm, viewer=request.viewer, item=item),
        "programmes/readiness_plan.jinja",
        key="readiness plan",
        record=item,
        initial=lambda: {"owner": item.owner_id, "due_on": item.due_on},
        do=lambda form: readiness.plan(
            item=item,
            owner=form.cleaned_data["owner"] or None,
            due_on=form.cleaned_data["due_on"],
            by=request.viewer,
        ),
        then=partial(_of, request),
        context=_asked(request, item),
        said=_("Saved."),
    )


@page(Permission.READINESS_CHANGE, methods=QUESTION, item=ReadinessItem)
def readiness_meet(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """Record that an item is met."""
    asked = checklists.asked(item)
    return ask(
        request,
        partial(MeetForm, viewer=request.viewer, item=item, asked=asked, said=in_language(asked.evidence)),
        "programmes/readiness_meet.jinja",
        key="readiness meet",
        record=item,
        initial={"met_on": clock.today(request.viewer.project.zone)},
        do=lambda form: readiness.meet(item=item, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={**_asked(request, item), "second": item.needs_second},
        said=_("Recorded. A second person must confirm it now.")
        if item.needs_second
        else _("Recorded as met."),
    )


@page(Permission.READINESS_CHANGE, methods=("POST",), item=ReadinessItem)
def readiness_confirm(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """Confirm, as a second person, what somebody recorded."""
    return press(
        request,
        record=item,
        do=lambda: readiness.confirm(item=item, by=request.viewer),
        then=partial(_of, request),
        said=_("Confirmed. It counts as met now."),
    )


@page(Permission.READINESS_CHANGE, methods=QUESTION, item=ReadinessItem)
def readiness_undo(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """Say that an item is not met, or no longer."""
    return ask(
        request,
        UndoForm,
        "programmes/readiness_undo.jinja",
        key="readiness undo",
        record=item,
        do=lambda form: readiness.undo(item=item, note=form.cleaned_data["note"], by=request.viewer),
        then=partial(_of, request),
        context=_asked(request, item),
        said=_("This item is open again."),
    )


@page(Permission.READINESS_OVERRIDE, methods=QUESTION, item=ReadinessItem)
def readiness_override(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """Let a service start without an item until a review."""
    return ask(
        request,
        partial(OverrideForm, item=item),
        "programmes/readiness_override.jinja",
        key="readiness override",
        record=item,
        do=lambda form: readiness.override(item=item, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context=_asked(request, item),
        said=_("Overridden until the review."),
    )


@page(Permission.READINESS_OVERRIDE, methods=QUESTION, item=ReadinessItem)
def readiness_override_end(request: ProjectRequest, item: ReadinessItem) -> HttpResponse:
    """Take an override back."""
    return ask(
        request,
        EndOverrideForm,
        "programmes/readiness_override_end.jinja",
        key="readiness override end",
        record=item,
        do=lambda form: readiness.end_override(item=item, note=form.cleaned_data["note"], by=request.viewer),
        then=partial(_of, request),
        context=_asked(request, item),
        said=_("The override has ended."),
    )


def _of(request: ProjectRequest, item: ReadinessItem) -> str:
    return addresses.of_project(request.viewer.project, "readiness_item", item=item)


def _asked(request: ProjectRequest, item: ReadinessItem) -> dict:
    """What every page of an item shows: the question, and the way back."""
    project = request.viewer.project
    back = (
        addresses.of_project(project, "service", service=item.service_id)
        if item.service_id
        else addresses.of_project(project, "readiness")
    )
    return {
        **presenter.question(item),
        "item": item,
        "place": item.service or project,
        "place_url": back,
        "cancel_url": _of(request, item),
    }
