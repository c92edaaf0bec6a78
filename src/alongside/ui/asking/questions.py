"""The question page: a form, what it carries, and everything that may happen to it on its way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.core import drafts, retries
from alongside.core.actions import Refused, Stale
from alongside.ui import pages
from alongside.ui.asking import drafting, hidden, keeping
from alongside.ui.asking.body import digest_of
from alongside.ui.asking.differences import Difference, differences
from alongside.ui.asking.locking import lock
from alongside.ui.forms import Password

Initial = Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None


@dataclass
class Asking:
    """What the template needs to draw the form, beside the form itself."""

    hidden: SafeString
    # Names that the page doesn't send along while somebody is writing, and whether any others are left.
    not_kept: list[str]
    keeps: bool
    # The save was refused because the record had changed; where what it says now differs from what was typed.
    stale: bool = False
    differences: list[Difference] = field(default_factory=list)
    # A sentence for the top of the page, about the form as a whole.
    notice: str = ""


@dataclass
class Question:
    """One request for one question page."""

    request: HttpRequest
    make: Callable[..., forms.BaseForm]
    template: str
    key: str
    do: Callable[[Any], Any]
    then: Callable[[Any], str]
    record: Model | None
    context: Mapping[str, Any]
    initial: Initial
    said: str | Callable[[Any], str] | None
    later: str
    retry_key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def form_name(self) -> str:
        """What drafts and retry keys of this form on this page go by."""
        return hidden.form_name(self.key, self.request.path)

    def drawn(self, form: forms.BaseForm) -> hidden.Drawn:
        """What the form says about itself."""
        return hidden.Drawn(hidden.account_of(self.request), self.key, self.request.path, self.not_kept(form))

    def not_kept(self, form: forms.BaseForm) -> frozenset[str]:
        """Fields whose content is never kept anywhere: passwords, files, and whatever the form lists in `not_kept`."""
        secret = {
            name
            for name, each in form.fields.items()
            if isinstance(each, (forms.FileField, Password)) or isinstance(each.widget, forms.PasswordInput)
        }
        return frozenset(form.add_prefix(name) for name in secret | set(getattr(form, "not_kept", ())))

    def starts(self) -> dict[str, Any]:
        """What the form shows before anybody types: what the record says now."""
        return dict((self.initial() if callable(self.initial) else self.initial) or {})

    def draw(
        self, form: forms.BaseForm, *, status: int = 200, version: int | None = None, **more: Any
    ) -> HttpResponse:
        """The page with this form on it, begun from `version`: as long as nobody has seen a later one, it stays the first."""
        posted = hidden.version_from(self.request) if self.request.method == "POST" else None
        version = version or posted or getattr(self.record, "version", None)
        drawn = self.drawn(form)
        asking = Asking(
            hidden.fields(self.request, drawn, self.retry_key, version),
            not_kept=sorted(drawn.not_kept),
            keeps=any(form.add_prefix(name) not in drawn.not_kept for name in form.fields),
            **more,
        )
        return pages.render(
            self.request, self.template, {**self.context, "form": form, "asking": asking}, status=status
        )


def ask(
    request: HttpRequest,
    form: Callable[..., forms.BaseForm],
    template: str,
    *,
    key: str,
    do: Callable[[Any], Any],
    then: Callable[[Any], str],
    record: Model | None = None,
    context: Mapping[str, Any] | None = None,
    initial: Initial = None,
    said: str | Callable[[Any], str] | None = None,
    later: str = "",
) -> HttpResponse:
    """Show `form` in `template`; once it is filled in properly, `do(form)` and go to `then(its result)`.

    `form` is called with data, files and initial. `key` names the form for drafts; its page is added. `do` calls one
    action. `record` is what the form changes: its version guards against overwriting what somebody else wrote meanwhile.
    `initial` is what the form starts from, as a dict or (better, where there is a record) a function that reads it from
    the record. `said` is the sentence shown after saving, or a function of the result. `later` is where "Save and come
    back later" leads, if not to the project's home.

    The template gets `form` and `asking`. What isn't saved answers 422, both texts of a stale edit 409.
    """
    question = Question(request, form, template, key, do, then, record, context or {}, initial, said, later)
    return _answer(question) if request.method == "POST" else _show(question)


def _show(question: Question) -> HttpResponse:
    request = question.request
    kept = drafting.found(question)
    chosen = next((each for each in kept if str(each.id) == request.GET.get(drafting.CONTINUE)), None)
    if chosen:
        # The key of the page it was typed on: if it was saved after all, saving it again is answered as the first time.
        question.retry_key = chosen.typed.key or question.retry_key
        notice = (
            _("The files you had chosen are not kept. Choose them again.") if chosen.typed.with_files else ""
        )
        return question.draw(drafting.as_typed(question, chosen), version=chosen.typed.version, notice=notice)
    if kept:
        return drafting.offer(question, kept)
    return question.draw(question.make(initial=question.starts()))


def _answer(question: Question) -> HttpResponse:
    request = question.request
    form = question.make(data=request.POST, files=request.FILES, initial=question.starts())
    match request.POST.get(hidden.ASKED_FOR):
        case drafting.LATER:
            return drafting.save_for_later(question, form)
        case drafting.KEEP:
            return drafting.save_meanwhile(question, form)
        case drafting.AGAIN:
            return drafting.start_again(question)
    drawn, key = hidden.drawn_from(request), hidden.key_from(request)
    if drawn is None or key is None or drawn != question.drawn(form):
        notice = _("This page had been open for too long. Check what you wrote, and save again.")
        return question.draw(form, status=422, notice=notice)
    question.retry_key = key
    if form.is_valid():
        return _save(question, form, key)
    # The first click of two may have saved it a moment ago, which is why this one can't be saved.
    return keeping.first_answer(request, drawn) or question.draw(form, status=422)


def _save(question: Question, form: forms.BaseForm, key: uuid.UUID) -> HttpResponse:
    request = question.request
    try:
        answer = retries.once(
            account_id=hidden.account_of(request),
            key=key,
            form=question.form_name,
            body=digest_of(request),
            do=lambda: _write(question, form),
        )
    except retries.OtherContent:
        question.retry_key = uuid.uuid4()
        notice = _(
            "You have sent this form before, and it was saved. What is here now is not saved yet: "
            "save again if you want both."
        )
        return question.draw(form, status=422, notice=notice)
    except Stale as stale:
        return _both_texts(question, form, stale)
    except Refused as refused:
        if isinstance(refused, PermissionDenied):
            raise
        form.add_error(None, str(refused))
        return question.draw(form, status=422)
    return HttpResponseRedirect(answer.url)


def _write(question: Question, form: forms.BaseForm) -> str:
    """Do it, inside the transaction that keeps the retry key and drops the draft; where it led."""
    if question.record is not None:
        lock(question.record, version=hidden.version_from(question.request))
    result = question.do(form)
    drafts.drop(account_id=hidden.account_of(question.request), form=question.form_name)
    leads_to = str(question.then(result))
    if question.said:
        messages.success(
            question.request, question.said(result) if callable(question.said) else question.said
        )
    return leads_to


def _both_texts(question: Question, form: forms.BaseForm, stale: Stale) -> HttpResponse:
    """The page again with what the record says now beside what was typed; saving once more is then deliberate."""
    record, now = stale.record, question.starts()
    if not callable(question.initial):
        # The values were read before the record was locked: take them as they are now.
        now = {name: getattr(record, name, value) for name, value in now.items()}
    return question.draw(
        form,
        status=409,
        stale=True,
        version=getattr(record, "version", None),
        differences=differences(form, question.make(initial=now)),
    )
