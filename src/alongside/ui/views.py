"""The pages of this room: what went wrong, the language, and the gallery (in the demo and in tests)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.core import registries
from alongside.ui import gallery
from alongside.ui.asking import keeping
from alongside.ui.pages import render

PROBLEMS = {f"problem-{status}": status for status in (400, 403, 404, 405, 413, 429, 500)}


def problem(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The plain page for a status: what happened and what to do, and nothing about what was asked for."""
    return render(request, f"ui/problems/{status}.jinja", {"plain": True, **context}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when more was sent than is taken."""
    return problem(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: it exists, and isn't part of the role. Says whom to ask."""
    viewer = getattr(request, "viewer", None)
    names = [name for names in registries.whom_to_ask for name in names(viewer)] if viewer is not None else []
    return problem(request, 403, ask=names)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same page for what isn't there and for what is somebody else's."""
    return problem(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: drawn without anything that could break again."""
    return problem(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that may not come from our own page. Nothing is saved; what was typed is kept, or else shown.

    A page of ours that only grew old is not an attack: its text is kept for whoever the page was drawn for.
    """
    if (answer := keeping.after_forgery_check(request)) is not None:
        return answer
    return problem(request, 403, kept=typed(request)) if request.POST else problem(request, 403, kept=[])


# Never shown again, not even to whoever typed it.
SECRETS = ("password", "token", "secret", "code", "otp")


def typed(request: HttpRequest) -> list[str]:
    """What was typed into the form, without passwords, codes and what no person typed."""
    return [
        value
        for name, values in request.POST.lists()
        if not any(secret in name.lower() for secret in SECRETS)
        for value in values
        # Single words and numbers are quickly typed again; keys and choices are nobody's words.
        if len(value.split()) > 1
    ]


def choose_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language. Kept in a cookie, so that it works signed out as well."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    answer = HttpResponseRedirect(back)
    remember_language(answer, request.POST.get("language", ""))
    return answer


def remember_language(answer: HttpResponse, code: str) -> None:
    """Let this browser go on in a language, if there is a catalogue for it."""
    if code in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def components(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    return render(request, "ui/gallery/index.jinja", gallery.context(request))


def skeleton(request: HttpRequest, name: str) -> HttpResponse:
    """One of the four kinds of page, typical, crowded or empty; or a page for what went wrong."""
    if name in PROBLEMS:
        return problem(request, PROBLEMS[name])
    if name == "problem-expired":
        return problem(request, 403, kept=[f"{gallery.LONG_NAME}\n{gallery.RIGHT_TO_LEFT}"])
    return gallery.skeleton(request, name)
