"""Protocols: the list, the record with its labels, the draft, the lock, amendments, and the check of the record."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from alongside.improvement import locking, sections
from alongside.improvement.actions import protocols
from alongside.improvement.forms.protocols import (
    AmendForm,
    LockForm,
    ProtocolForm,
    as_drafted,
    as_locked,
)
from alongside.improvement.models import Measure, Protocol
from alongside.improvement.presenters import protocols as presenter
from alongside.improvement.queries import protocols as queries
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.IMPROVEMENT_SEE)
def protocol(request: ProjectRequest) -> HttpResponse:
    """The protocols of the project, the latest first."""
    viewer = request.viewer
    shown = paged(request, queries.listed(viewer))
    return render(
        request,
        "improvement/protocols.jinja",
        {
            "page": shown,
            "rows": [presenter.on_list(one) for one in shown.items],
            "may_lock": viewer.may(Permission.PROTOCOL_LOCK),
            "sections": sections.links(viewer, sections.WORK, "protocol"),
        },
    )


@page(Permission.IMPROVEMENT_SEE, protocol=Protocol)
def protocol_one(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    """One protocol: its draft, or what is fixed with each measure's label and what changed since."""
    viewer = request.viewer
    may_lock = viewer.may(Permission.PROTOCOL_LOCK)
    if protocol.state == Protocol.State.LEFT:
        raise Http404
    if protocol.state == Protocol.State.DRAFT:
        return _draft(request, protocol)
    whole = queries.whole(protocol, viewer)
    sees = viewer.may(Permission.MEASURES_SEE)
    primary = next((one.then["name"] for one in whole.standings if one.is_primary), "")
    return render(
        request,
        "improvement/protocol.jinja",
        {
            "protocol": protocol,
            "rows": presenter.said_rows(whole.document, primary),
            "measures": [
                presenter.measure_row(
                    one,
                    viewer.project.zone,
                    href=addresses.of_project(viewer.project, "measure", measure=one.measure) if sees else "",
                )
                for one in whole.standings
            ],
            "hidden": whole.hidden,
            "entries": presenter.entries(whole),
            "intact": whole.is_intact,
            "short": locking.in_short(whole.chain[-1].fingerprint),
            "may_amend": may_lock,
            "sections": sections.links(viewer, sections.WORK, "protocol"),
        },
    )


def _draft(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    measures = queries.chosen(protocol, request.viewer)
    return render(
        request,
        "improvement/protocol_draft.jinja",
        {
            "protocol": protocol,
            "rows": presenter.draft_rows(protocol, measures),
            "measures": presenter.preview(
                measures, queries.first_seen(measures, protocol.change_on), request.viewer.project.zone
            ),
            "sections": sections.links(request.viewer, sections.WORK, "protocol"),
        },
    )


@page(Permission.IMPROVEMENT_SEE, protocol=Protocol)
def protocol_check(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    """Compute every fingerprint anew, and say whether the record is as it was locked."""
    if protocol.state != Protocol.State.LOCKED:
        raise Http404
    whole = queries.whole(protocol, request.viewer)
    return render(
        request,
        "improvement/protocol_check.jinja",
        {"protocol": protocol, "entries": presenter.entries(whole), "intact": whole.is_intact},
    )


@page(Permission.PROTOCOL_LOCK, methods=QUESTION)
def protocol_add(request: ProjectRequest) -> HttpResponse:
    """Begin the draft of a protocol."""
    project, back = request.viewer.project, addresses.of_project(request.viewer.project, "protocol")
    return ask(
        request,
        partial(ProtocolForm, viewer=request.viewer, offered=_offered(request)),
        "improvement/protocol_form.jinja",
        key="protocol",
        do=lambda form: protocols.write(
            project=project, service=form.cleaned_data["service"], **_told(form), by=request.viewer
        ),
        then=partial(_of, request),
        context={"cancel_url": back},
        said=_("The draft is kept. Nothing is fixed until you lock it."),
        later=back,
    )


@page(Permission.PROTOCOL_LOCK, methods=QUESTION, protocol=Protocol)
def protocol_change(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    """Write the draft anew."""
    if protocol.state != Protocol.State.DRAFT:
        return HttpResponseRedirect(_of(request, protocol))
    back = _of(request, protocol)
    return ask(
        request,
        partial(ProtocolForm, viewer=request.viewer, offered=_offered(request, protocol), protocol=protocol),
        "improvement/protocol_form.jinja",
        key="protocol",
        record=protocol,
        initial=lambda: as_drafted(protocol, queries.chosen(protocol, request.viewer)),
        do=lambda form: protocols.rewrite(protocol=protocol, **_told(form), by=request.viewer),
        then=partial(_of, request),
        context={"protocol": protocol, "cancel_url": back},
        said=_("The draft is kept. Nothing is fixed until you lock it."),
        later=back,
    )


@page(Permission.PROTOCOL_LOCK, methods=QUESTION, protocol=Protocol)
def protocol_lock(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    """Lock it, after a look at what that means for each measure."""
    if protocol.state != Protocol.State.DRAFT:
        return HttpResponseRedirect(_of(request, protocol))
    measures = queries.chosen(protocol, request.viewer)
    back = _of(request, protocol)
    return ask(
        request,
        LockForm,
        "improvement/protocol_lock.jinja",
        key="lock",
        record=protocol,
        do=lambda _form: protocols.lock(protocol=protocol, by=request.viewer),
        then=partial(_of, request),
        context={
            "protocol": protocol,
            "measures": presenter.preview(
                measures, queries.first_seen(measures, protocol.change_on), request.viewer.project.zone
            ),
            "cancel_url": back,
        },
        said=lambda locked: (
            _("Locked. Its fingerprint begins %(short)s.") % {"short": locking.in_short(locked.fingerprint)}
        ),
        later=back,
    )


@page(Permission.PROTOCOL_LOCK, methods=QUESTION, protocol=Protocol)
def protocol_amend(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    """Change a locked protocol from now on, with a reason."""
    if protocol.state != Protocol.State.LOCKED:
        return HttpResponseRedirect(_of(request, protocol))
    back = _of(request, protocol)
    last = queries.chain_of(protocol)[-1]
    return ask(
        request,
        partial(AmendForm, viewer=request.viewer, offered=_offered(request, protocol), protocol=protocol),
        "improvement/protocol_amend.jinja",
        key="amendment",
        initial=lambda: as_locked(last.document),
        do=lambda form: protocols.amend(
            protocol=protocol,
            why=form.cleaned_data["why"],
            after=last.number,
            **_told(form),
            by=request.viewer,
        ),
        then=lambda _amendment: back,
        context={"protocol": protocol, "cancel_url": back},
        said=_("Amended. What was locked before stays beside it."),
        later=back,
    )


@page(Permission.PROTOCOL_LOCK, methods=("POST",), protocol=Protocol)
def protocol_leave(request: ProjectRequest, protocol: Protocol) -> HttpResponse:
    """Put a draft away."""
    return press(
        request,
        do=lambda: protocols.leave(protocol=protocol, by=request.viewer),
        then=lambda _left: addresses.of_project(request.viewer.project, "protocol"),
        said=_("The draft is put away."),
    )


def _told(form: ProtocolForm) -> dict[str, Any]:
    cleaned = form.cleaned_data
    return {"said": form.said(), "measures": cleaned["measures"], "primary": cleaned["primary"]}


def _offered(request: ProjectRequest, protocol: Protocol | None = None) -> list[Measure]:
    """Measures in use, and those that the protocol names already."""
    standing = Measure.objects.visible_to(request.viewer).standing().select_related("service", "project")
    found = {one.pk: one for one in standing}
    for one in queries.chosen(protocol, request.viewer) if protocol is not None else []:
        found.setdefault(one.pk, one)
    return sorted(found.values(), key=lambda one: one.name.casefold())


def _of(request: ProjectRequest, protocol: Protocol) -> str:
    return addresses.of_project(request.viewer.project, "protocol_one", protocol=protocol)
