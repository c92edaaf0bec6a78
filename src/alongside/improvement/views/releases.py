"""Releases in their project: chosen, looked at, sent, cleared or held back, withdrawn; and the log of all of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from alongside.improvement import disclosure, sections
from alongside.improvement.actions import releases
from alongside.improvement.forms.releases import HoldForm, ReleaseForm, WithdrawForm, as_chosen, starting
from alongside.improvement.models import Release
from alongside.improvement.presenters import released
from alongside.improvement.presenters import releases as presenter
from alongside.improvement.queries import releases as reading
from alongside.improvement.releasing import Choices
from alongside.improvement.views.released import file
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.tabular.writing import csv_text
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")
State = Release.State


@page(Permission.RELEASES_SEE)
def releases_list(request: ProjectRequest) -> HttpResponse:
    """What waits to be cleared, what has left the project, what was held back or withdrawn."""
    viewer = request.viewer
    state = request.GET.get("state", State.WAITING)
    if state not in reading.TABS:
        raise Http404
    counts = reading.counts(viewer)
    shown = paged(request, reading.listed(viewer, state))
    may_prepare = viewer.may(Permission.RELEASES_PREPARE)
    return render(
        request,
        "improvement/releases.jinja",
        {
            "sections": sections.links(viewer, sections.MEASURED, "releases"),
            "page": shown,
            "rows": [presenter.row(release) for release in shown.items],
            "tabs": [
                {
                    "text": presenter.TABS[each],
                    "href": f"?state={each}" if each != State.WAITING else "?",
                    "current": each == state,
                    "count": counts.get(each, 0),
                }
                for each in reading.TABS
            ],
            "drafts": [
                {"text": draft.name, "href": _address(request, draft)} for draft in reading.drafts(viewer)
            ]
            if may_prepare
            else [],
            "empty": presenter.EMPTY[state],
            "may_prepare": may_prepare,
        },
    )


@page(Permission.RELEASES_SEE, release=Release)
def release(request: ProjectRequest, release: Release) -> HttpResponse:
    """One release: exactly what leaves; for whoever prepares it what is there now beside it, and why something is hidden."""
    viewer, state = request.viewer, State(release.state)
    mine = release.prepared_by_id == viewer.account.pk
    draft = state in (State.DRAFT, State.LEFT)
    built = None
    # Whoever doesn't reach every measure of it can't compare: what is outside their share would seem to be gone.
    if state == State.DRAFT or (
        state in (State.WAITING, State.CLEARED) and not reading.unreached(Choices.of(release.choices), viewer)
    ):
        built = reading.built_now(release, viewer)
    document = built.document if draft and built else release.document
    series: list[released.Shown] = []
    if state == State.DRAFT and built is not None and mine:
        series = [
            released.Shown(one, f"series-{place}-chart", "", built.exact[place - 1], built.reasons[place - 1])
            for place, one in enumerate(document["series"], 1)
        ]
    elif state in (State.WAITING, State.CLEARED, State.HELD):
        series = released.shown(document)
    changed = released.differences(document, built.document) if built and not draft else []
    return render(
        request,
        "improvement/release.jinja",
        {
            "release": release,
            "state": presenter.state_tag(release),
            "is": state.value,
            "series": series,
            "rule": presenter.rule_rows(disclosure.available().get(release.rule_set), document),
            "changed": changed[: released.ROWS_SHOWN],
            "changed_more": len(changed[released.ROWS_SHOWN :]),
            "shown": built.shown if built is not None else 0,
            "history": presenter.history(release),
            "steps": _steps(request, release, mine),
            "rows_shown": released.ROWS_SHOWN,
        },
    )


def _steps(request: ProjectRequest, release: Release, mine: bool) -> dict[str, Any]:
    """What this viewer may do with it now."""
    viewer, state = request.viewer, release.state
    may_clear = viewer.may(Permission.RELEASES_CLEAR)
    return {
        "send": state == State.DRAFT and mine and viewer.may(Permission.RELEASES_PREPARE),
        "decide": state == State.WAITING and may_clear and not mine,
        "own": state == State.WAITING and mine,
        "withdraw": state == State.CLEARED and may_clear,
    }


@page(Permission.RELEASES_PREPARE, methods=QUESTION)
def release_prepare(request: ProjectRequest) -> HttpResponse:
    """Choose figures to release. Nothing leaves yet: what would leave is shown next."""
    project = request.viewer.project
    offered = reading.offered(request.viewer)
    if not offered:
        return render(
            request,
            "improvement/release_nothing.jinja",
            {"cancel_url": addresses.of_project(project, "releases")},
        )
    return ask(
        request,
        partial(ReleaseForm, offered=offered, labels=reading.months_of(offered)),
        "improvement/release_form.jinja",
        key="release",
        initial=starting(offered),
        do=lambda form: releases.prepare(project=project, **form.answers, by=request.viewer),
        then=partial(_address, request),
        context={"cancel_url": addresses.of_project(project, "releases"), "release": None},
        later=addresses.of_project(project, "releases"),
    )


@page(Permission.RELEASES_PREPARE, methods=QUESTION, release=Release)
def release_choose(request: ProjectRequest, release: Release) -> HttpResponse:
    """Choose again what a draft is to hold."""
    if release.state != State.DRAFT:
        return HttpResponseRedirect(_address(request, release))
    offered = reading.offered(request.viewer)
    return ask(
        request,
        partial(ReleaseForm, offered=offered, labels=reading.months_of(offered)),
        "improvement/release_form.jinja",
        key="release",
        record=release,
        initial=lambda: as_chosen(release, offered),
        do=lambda form: releases.choose_again(release=release, **form.answers, by=request.viewer),
        then=partial(_address, request),
        context={"cancel_url": _address(request, release), "release": release},
        later=_address(request, release),
    )


@page(Permission.RELEASES_PREPARE, methods=("POST",), release=Release)
def release_send(request: ProjectRequest, release: Release) -> HttpResponse:
    """Send a draft to be cleared."""
    return press(
        request,
        record=release,
        do=lambda: releases.send(release=release, by=request.viewer),
        then=partial(_address, request),
        said=_("Sent. Nothing leaves before somebody else has cleared it."),
    )


@page(Permission.RELEASES_PREPARE, methods=("POST",), release=Release)
def release_leave(request: ProjectRequest, release: Release) -> HttpResponse:
    """Leave a draft."""
    return press(
        request,
        record=release,
        do=lambda: releases.leave(release=release, by=request.viewer),
        then=lambda _left: addresses.of_project(request.viewer.project, "releases"),
        said=_("The draft is gone. Nothing was sent."),
    )


@page(Permission.RELEASES_CLEAR, methods=("POST",), release=Release)
def release_clear(request: ProjectRequest, release: Release) -> HttpResponse:
    """Let it go."""
    return press(
        request,
        record=release,
        do=lambda: releases.clear(release=release, by=request.viewer),
        then=partial(_address, request),
        said=_("Cleared. The programme reads it from now on."),
    )


@page(Permission.RELEASES_CLEAR, methods=QUESTION, release=Release)
def release_hold(request: ProjectRequest, release: Release) -> HttpResponse:
    """Hold it back, with a reason."""
    if release.state != State.WAITING:
        return HttpResponseRedirect(_address(request, release))
    return ask(
        request,
        HoldForm,
        "improvement/release_hold.jinja",
        key="release hold",
        record=release,
        do=lambda form: releases.hold_back(release=release, why=form.cleaned_data["why"], by=request.viewer),
        then=partial(_address, request),
        context={"release": release, "cancel_url": _address(request, release)},
        said=_("Held back. Nothing has left."),
        later=_address(request, release),
    )


@page(Permission.RELEASES_CLEAR, methods=QUESTION, release=Release)
def release_withdraw(request: ProjectRequest, release: Release) -> HttpResponse:
    """Take back what was cleared, with a reason."""
    if release.state != State.CLEARED:
        return HttpResponseRedirect(_address(request, release))
    return ask(
        request,
        WithdrawForm,
        "improvement/release_withdraw.jinja",
        key="release withdraw",
        record=release,
        do=lambda form: releases.withdraw(release=release, why=form.cleaned_data["why"], by=request.viewer),
        then=partial(_address, request),
        context={"release": release, "cancel_url": _address(request, release)},
        said=_("Withdrawn. The programme sees that it was, and why, and no figure."),
        later=_address(request, release),
    )


@page(Permission.RELEASES_SEE, release=Release)
def release_csv(request: ProjectRequest, release: Release) -> HttpResponse:
    """The figures of a release as they leave."""
    if release.state not in (State.WAITING, State.CLEARED, State.HELD):
        raise Http404
    content = csv_text(released.csv_rows(release.document))
    return file(release, "csv", f"\ufeff{content}".encode(), "text/csv; charset=utf-8")


@page(Permission.RELEASES_SEE)
def release_log(request: ProjectRequest) -> HttpResponse:
    """Every release there was: what was asked for, under which rule, with the hashes."""
    shown = paged(request, reading.log(request.viewer))
    names = reading.measure_names(request.viewer, shown.items)
    return render(
        request,
        "improvement/release_log.jinja",
        {
            "page": shown,
            "entries": [presenter.log_entry(release, names) for release in shown.items],
        },
    )


@page(Permission.RELEASES_SEE)
def release_log_csv(request: ProjectRequest) -> HttpResponse:
    """The log as a file."""
    listed = list(reading.log(request.viewer))
    names = reading.measure_names(request.viewer, listed)
    rows = [presenter.log_headings(), *(presenter.log_row(release, names) for release in listed)]
    return HttpResponse(
        f"\ufeff{csv_text(rows)}".encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="release-log.csv"'},
    )


def _address(request: ProjectRequest, release: Release) -> str:
    return addresses.of_project(request.viewer.project, "release", release=release)
