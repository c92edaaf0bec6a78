"""Effects that nobody expected: the list, the record, the monthly question, and what is done about one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.core.actions import Refused
from alongside.improvement import sections
from alongside.improvement.actions import effects as actions
from alongside.improvement.forms.effects import DecideForm, FedBackForm, LookForm, NoteForm
from alongside.improvement.models import Asked, Effect
from alongside.improvement.presenters import effects as presenter
from alongside.improvement.queries import effects as queries
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.tabular.writing import csv_text
from alongside.ui import words
from alongside.ui.asking import ask, press
from alongside.ui.pages import render
from alongside.ui.paging import paged

QUESTION = ("GET", "POST")


@page(Permission.IMPROVEMENT_SEE)
def effects(request: ProjectRequest) -> HttpResponse:
    """What was noticed, by tab, and how many answered the monthly question."""
    viewer = request.viewer
    tab = request.GET.get("tab", queries.OPEN)
    if tab not in queries.TABS:
        raise Http404
    shown = paged(request, queries.listed(viewer, tab))
    counts = queries.counts(viewer)
    today = clock.today(viewer.project.zone)
    return render(
        request,
        "improvement/effects.jinja",
        {
            "page": shown,
            "rows": [presenter.on_list(one, viewer, today) for one in shown.items],
            "tabs": [
                {
                    "text": presenter.TABS[key],
                    "href": f"?tab={key}" if key != queries.OPEN else "?",
                    "current": key == tab,
                    "count": counts[key],
                }
                for key in queries.TABS
            ],
            "tab": tab,
            "any": counts[queries.OPEN] + counts[queries.DECIDED],
            "answers": [presenter.answers_in_words(one) for one in queries.answers(viewer.project)],
            "asked": _waiting(request),
            "sections": sections.links(viewer, sections.WORK, "effects"),
        },
    )


def _waiting(request: ProjectRequest) -> Asked | None:
    viewer = request.viewer
    asked = queries.asked(viewer.project, viewer, clock.today(viewer.project.zone))
    return asked if asked is not None and not asked.answer else None


@page(Permission.IMPROVEMENT_SEE)
def effects_csv(request: ProjectRequest) -> HttpResponse:
    """Everything that the viewer sees, as a file for the team."""
    viewer = request.viewer
    content = csv_text(presenter.csv_rows(queries.everything(viewer), viewer))
    answer = HttpResponse(f"\ufeff{content}".encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="effects-{viewer.project.slug}.csv"'
    return answer


@page(Permission.EFFECTS_NOTE)
def effects_month(request: ProjectRequest) -> HttpResponse:
    """Did you notice anything last month? One tap says no."""
    viewer = request.viewer
    asked = queries.asked(viewer.project, viewer, clock.today(viewer.project.zone))
    return render(
        request,
        "improvement/effects_month.jinja",
        {
            "asked": asked,
            "month": words.month(asked.month) if asked else "",
            "said": asked.get_answer_display() if asked else "",
        },
    )


@page(Permission.EFFECTS_NOTE, methods=("POST",))
def effects_none(request: ProjectRequest) -> HttpResponse:
    """None noticed: counts as an answer."""
    viewer = request.viewer

    def none_noticed() -> Asked:
        asked = queries.asked(viewer.project, viewer, clock.today(viewer.project.zone))
        if asked is None:
            raise Refused(_("You aren't asked about last month."))
        return actions.none_noticed(project=viewer.project, month=asked.month, by=viewer)

    return press(
        request,
        do=none_noticed,
        then=lambda asked: addresses.of_project(viewer.project, "project_home"),
        said=_("Thank you. That nobody noticed anything is worth knowing too."),
    )


@page(Permission.EFFECTS_NOTE, methods=QUESTION)
def effect_add(request: ProjectRequest) -> HttpResponse:
    """Note an effect that nobody expected."""
    viewer = request.viewer
    back = addresses.of_project(viewer.project, "effects")
    return ask(
        request,
        partial(NoteForm, viewer=viewer),
        "improvement/effect_add.jinja",
        key="effect",
        initial={"noticed_on": clock.today(viewer.project.zone)},
        do=lambda form: actions.note(project=viewer.project, **form.cleaned_data, by=viewer),
        then=partial(_of, request),
        context={"cancel_url": back},
        said=_("Noted. You read here what becomes of it."),
        later=back,
    )


@page(Permission.IMPROVEMENT_SEE, effect=Effect)
def effect(request: ProjectRequest, effect: Effect) -> HttpResponse:
    """One effect: what was noticed, how it stands, what was decided."""
    viewer, zone = request.viewer, request.viewer.project.zone
    today = clock.today(zone)
    return render(
        request,
        "improvement/effect.jinja",
        {
            "effect": effect,
            "tag": presenter.tag(effect),
            "stands": presenter.stands(effect),
            "late": words.late_by(effect.review_on, today) if presenter.is_late(effect, today) else "",
            "review": words.day(effect.review_on) if effect.is_open else "",
            "rows": presenter.rows(effect, viewer),
            "decided": presenter.decided_rows(effect),
            "history": presenter.history(effect, viewer, zone),
            "may_decide": viewer.may(Permission.EFFECTS_DECIDE),
            "mine": effect.was_noticed_by(viewer) and viewer.may(Permission.EFFECTS_NOTE),
        },
    )


@page(Permission.EFFECTS_DECIDE, methods=QUESTION, effect=Effect)
def effect_look(request: ProjectRequest, effect: Effect) -> HttpResponse:
    """Say that somebody looks at it, and by when."""
    return _question(
        request,
        effect,
        LookForm,
        "improvement/effect_look.jinja",
        lambda said: actions.look_at(effect=effect, **said, by=request.viewer),
        _("It is being looked at."),
    )


@page(Permission.EFFECTS_DECIDE, methods=QUESTION, effect=Effect)
def effect_decide(request: ProjectRequest, effect: Effect) -> HttpResponse:
    """Decide what becomes of the change."""
    return _question(
        request,
        effect,
        DecideForm,
        "improvement/effect_decide.jinja",
        lambda said: actions.decide(effect=effect, **said, by=request.viewer),
        _("Decided. Whoever noticed it finds it on their home page."),
    )


@page(Permission.EFFECTS_DECIDE, methods=QUESTION, effect=Effect)
def effect_feed_back(request: ProjectRequest, effect: Effect) -> HttpResponse:
    """Say that whoever noticed it was told."""
    return _question(
        request,
        effect,
        FedBackForm,
        "improvement/effect_feed_back.jinja",
        lambda said: actions.feed_back(effect=effect, **said, by=request.viewer),
        _("Fed back."),
    )


@page(Permission.EFFECTS_NOTE, methods=("POST",), effect=Effect)
def effect_read(request: ProjectRequest, effect: Effect) -> HttpResponse:
    """Whoever noticed it has read what was decided."""
    return press(
        request,
        do=lambda: actions.read_back(effect=effect, by=request.viewer),
        then=partial(_of, request),
        said=_("Thank you for noticing it."),
    )


def _question(
    request: ProjectRequest, effect: Effect, form: Any, template: str, do: Any, said: str
) -> HttpResponse:
    return ask(
        request,
        form,
        template,
        key=template,
        record=effect,
        do=lambda filled: do(filled.cleaned_data),
        then=partial(_of, request),
        context={"effect": effect, "cancel_url": _of(request, effect)},
        said=said,
        later=_of(request, effect),
    )


def _of(request: ProjectRequest, effect: Effect) -> str:
    return addresses.of_project(request.viewer.project, "effect", effect=effect)
