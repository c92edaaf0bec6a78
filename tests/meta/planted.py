"""Addresses with views that somebody wrote in a hurry: the sweep must see through them."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path

from alongside.programmes.models import Service
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission


class EverybodysServices(models.QuerySet):
    """What somebody writes who forgets whose the services are."""

    def visible_to(self, viewer):
        return self.all()


class Unscoped:
    objects = EverybodysServices(Service)


@page(Permission.PROJECT_SEE, service=Unscoped)
def planted_unscoped_view(request: HttpRequest, service: Service) -> HttpResponse:
    return HttpResponse(service.name)


@page(Permission.PROJECT_SEE)
def planted_view_that_fetches_for_itself(request: HttpRequest, service: object) -> HttpResponse:
    return HttpResponse(Service.objects.get(pk=service).name)


def planted_view_without_a_door(request: HttpRequest, project: str) -> HttpResponse:
    return HttpResponse(project)


urlpatterns = [
    path("projects/<slug:project>/a/<uuid:service>/", planted_unscoped_view, name="service"),
    path("projects/<slug:project>/b/<uuid:service>/", planted_view_that_fetches_for_itself, name="b"),
    path("projects/<slug:project>/c/", planted_view_without_a_door, name="c"),
]
