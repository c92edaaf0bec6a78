"""What every answer gets: headers that keep it to itself, and a page where an error would be blank."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

# Nothing of the device is used but its screen and, for signing in, its passkeys.
PERMISSIONS = ", ".join(
    [
        *(f"{feature}=()" for feature in (
            "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
            "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
            "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial",
            "usb", "xr-spatial-tracking",
        )),
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)  # fmt: skip


class Headers:
    """Permissions-Policy on everything; on shared computers no copies of pages of somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = getattr(request, "session", None)
        # Only where the page asked who it is for: a file of the style sheet is nobody's.
        if session is not None and session.accessed and SESSION_KEY in session:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class PlainProblems:
    """Draws the page for an error that came without one (a wrong method, too many tries)."""

    STATUSES = (400, 403, 404, 405, 413, 429)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in self.STATUSES or response.streaming or response.content:
            return response
        from alongside.ui.views import problem

        page = problem(request, response.status_code)
        for name, value in response.headers.items():
            if name.lower() not in ("content-type", "content-length"):
                page.headers[name] = value
        page.cookies = response.cookies
        return page
