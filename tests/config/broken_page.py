"""A page that breaks on what was typed, for the tests of the log."""

from __future__ import annotations

from django.urls import path


def breaks(request):
    raise ValueError(request.POST["note"])


urlpatterns = [path("broken/", breaks)]
handler500 = "alongside.ui.views.broken"
