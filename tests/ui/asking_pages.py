"""Two pages and a button that exist for the tests alone: one's own name changed by a form, a note kept, a button counted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import path

from alongside.core.actions import Refused, action
from alongside.programmes.pages import own_page
from alongside.ui import forms, pages
from alongside.ui.asking import ask, press

NOTES: list[str] = []


class NameForm(forms.Form):
    name = forms.Text("Your name", error="Enter your name")
    language = forms.Select("Language", choices=[("en-gb", "English"), ("cy", "Welsh")], required=False)


class NoteForm(forms.Form):
    note = forms.Textarea("Note", error="Write the note")
    password = forms.Password("Password", required=False)
    file = forms.File("File", required=False)


@action
def rename(*, by, name: str, language: str):
    if name == "Nobody":
        raise Refused("Nobody is no name.")
    by.account.name, by.account.language = name, language
    by.account.save(update_fields=["name", "language"])
    return by.account


@own_page(methods=("GET", "POST"))
def name(request):
    account = request.viewer.account
    return ask(
        request, NameForm, "tests/question.jinja", key="name", record=account,
        initial=lambda: {"name": account.name, "language": account.language},
        do=lambda form: rename(by=request.viewer, **form.cleaned_data),
        then=lambda result: "/saved/", said="Your name is saved.",
    )  # fmt: skip


@own_page(methods=("GET", "POST"))
def note(request):
    def write(form):
        NOTES.append(form.cleaned_data["note"])
        return len(NOTES)

    return ask(
        request,
        NoteForm,
        "tests/question.jinja",
        key="note",
        do=write,
        then=lambda number: f"/saved/?note={number}",
    )


class OnceForm(forms.Form):
    title = forms.Text("Title", error="Enter a title")

    def clean_title(self):
        if self.cleaned_data["title"] in NOTES:
            raise ValidationError("That title is taken")
        return self.cleaned_data["title"]


@own_page(methods=("GET", "POST"))
def once(request):
    def write(form):
        NOTES.append(form.cleaned_data["title"])

    return ask(
        request,
        OnceForm,
        "tests/question.jinja",
        key="once",
        do=write,
        then=lambda nothing: "/saved/",
        said="Saved.",
    )


@own_page(methods=("POST",))
def vanishing(request):
    """A button on something that is gone once it was pressed."""
    if "gone" in NOTES:
        raise Http404
    return press(request, do=lambda: NOTES.append("gone"), then=lambda nothing: "/saved/")


@own_page(methods=("POST",))
def pressed(request):
    def do():
        NOTES.append("pressed")
        return len(NOTES)

    return press(request, do=do, then=lambda number: f"/saved/?pressed={number}", said="Pressed.")


@own_page()
def button(request):
    return pages.render(request, "tests/button.jinja")


@own_page()
def saved(request):
    return HttpResponse("saved")


urlpatterns = [
    path("name/", name),
    path("note/", note),
    path("once/", once),
    path("vanishing/", vanishing),
    path("pressed/", pressed),
    path("button/", button),
    path("saved/", saved),
]
