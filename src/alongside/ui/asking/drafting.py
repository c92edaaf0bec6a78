"""Drafts of question pages: kept while somebody writes, offered when they come back, gone when they save or start again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from alongside.core import drafts, retries
from alongside.core.drafts import Kept, Typed
from alongside.ui import pages, words
from alongside.ui.asking import hidden

if TYPE_CHECKING:
    from alongside.ui.asking.questions import Question

LATER, KEEP, AGAIN = "later", "keep", "again"
CONTINUE = "continue"


def typed_in(request: HttpRequest, *, not_kept: frozenset[str]) -> Typed:
    """What the posted form held, without secrets, files and what nobody typed."""
    left_out = hidden.OURS | not_kept
    return Typed(
        fields={name: values for name, values in request.POST.lists() if name not in left_out},
        key=hidden.key_from(request),
        version=hidden.version_from(request),
        with_files=bool(request.FILES),
    )


def found(question: Question) -> list[Kept]:
    """What its writer has typed on this page before and not saved."""
    return drafts.find(account_id=hidden.account_of(question.request), form=question.form_name)


def offer(question: Question, kept: list[Kept]) -> HttpResponse:
    """The choice: go on with what was written, or start again."""
    zone = zone_of(question.request)
    context = {
        **question.context,
        "kept": kept,
        "when": {each.id: words.moment(each.saved_at, zone) for each in kept},
        "signed_out": drafts.SIGNED_OUT,
        "address": question.request.path,
    }
    return pages.render(question.request, "ui/asking/resume.jinja", context)


def as_typed(question: Question, kept: Kept) -> forms.BaseForm:
    """The form with what was written in it. Nothing is wrong with it yet: it hasn't been sent."""
    data = QueryDict(mutable=True)
    for name, values in kept.typed.fields.items():
        data.setlist(name, values)
    form = question.make(data=data, files=None, initial=question.starts())
    form._errors = ErrorDict()  # type: ignore[attr-defined]
    form.cleaned_data = {}
    return form


def save_for_later(question: Question, form: forms.BaseForm) -> HttpResponse:
    """The button: keep it, say until when, and lead away."""
    try:
        kept = _save(question, form)
    except drafts.TooLong:
        return question.draw(form, status=422, notice=_too_long())
    if kept is None:
        messages.info(question.request, _("There was nothing to keep yet."))
    else:
        messages.success(
            question.request,
            _("Kept for you until %(day)s. Open that page again to go on.")
            % {"day": words.day(kept.goes_at.date())},
        )
    return HttpResponseRedirect(question.later or _home(question.request))


def save_meanwhile(question: Question, form: forms.BaseForm) -> HttpResponse:
    """While somebody is writing: keep it and say when, in a line beside the button. The page stays as it is."""
    key = hidden.key_from(question.request)
    if key and retries.just_used(account_id=hidden.account_of(question.request), key=key):
        return HttpResponse("")  # the form was saved while this was on its way
    try:
        kept = _save(question, form)
    except drafts.TooLong:
        return HttpResponse(_too_long())
    if kept is None:
        return HttpResponse("")
    return HttpResponse(
        _("Draft saved %(time)s") % {"time": words.time_of_day(kept.saved_at, zone_of(question.request))}
    )


def start_again(question: Question) -> HttpResponse:
    """Drop what was written."""
    drafts.drop(account_id=hidden.account_of(question.request), form=question.form_name)
    return HttpResponseRedirect(question.request.path)


def zone_of(request: HttpRequest) -> str:
    """Where the page's project is."""
    project = getattr(getattr(request, "viewer", None), "project", None)
    return getattr(project, "zone", words.HOME_ZONE)


def _home(request: HttpRequest) -> str:
    project = getattr(getattr(request, "viewer", None), "project", None)
    try:
        return reverse("project_home", kwargs={"project": project.slug}) if project else "/"
    except NoReverseMatch:
        return "/"


def _save(question: Question, form: forms.BaseForm) -> Kept | None:
    if not form.has_changed():
        return None
    request = question.request
    typed = typed_in(request, not_kept=question.not_kept(form))
    return drafts.save(account_id=hidden.account_of(request), form=question.form_name, typed=typed)


def _too_long() -> str:
    return _(
        "This is too long to keep unsaved. Save it, or copy it somewhere safe before you leave this page."
    )
