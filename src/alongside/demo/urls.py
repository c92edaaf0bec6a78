"""Addresses of the demo; none of them answers outside it."""

from __future__ import annotations

from django.urls import path

from alongside.demo import views

urlpatterns = [
    path("", views.personas, name="demo_personas"),
    path("personas.json", views.personas_json, name="demo_personas_json"),
    path("sign-in", views.sign_in, name="demo_sign_in"),
]
