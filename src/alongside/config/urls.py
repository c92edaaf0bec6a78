"""Every address. Pages of a project live under it; health and the account outside."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("alongside.programmes.urls")),
    path("", include("alongside.improvement.urls")),
    path("", include("alongside.ui.urls")),
]

if settings.DEMO or settings.TESTING:
    urlpatterns.append(path("demo/", include("alongside.demo.urls")))
