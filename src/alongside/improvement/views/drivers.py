"""Drivers: the diagram as a list that can be changed without dragging, and what is done to a driver."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.improvement.actions import drivers
from alongside.improvement.forms.drivers import AIM, DriverForm, DriversForm
from alongside.improvement.forms.measures import ReasonForm
from alongside.improvement.models import Aim, Driver
from alongside.improvement.presenters import drivers as presenter
from alongside.improvement.queries import drivers as queries
from alongside.programmes import addresses
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask, press
from alongside.ui.pages import render

QUESTION = ("GET", "POST")


@page(Permission.IMPROVEMENT_CHANGE, aim=Aim)
def drivers_edit(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """The diagram as a nested list, with what can be done to each part of it."""
    tree = queries.tree(aim, request.viewer)
    may_change = aim.withdrawn_at is None
    return render(
        request,
        "improvement/drivers.jinja",
        {
            "aim": aim,
            "tree": tree,
            "list": presenter.as_list(tree, may_change=may_change),
            "may_change": may_change,
        },
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, aim=Aim)
def driver_add(request: ProjectRequest, aim: Aim) -> HttpResponse:
    """Say what the aim depends on."""
    return _add(request, aim, None)


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, driver=Driver)
def driver_add_under(request: ProjectRequest, driver: Driver) -> HttpResponse:
    """Say what a primary driver depends on."""
    return _add(request, driver.aim, driver)


def _add(request: ProjectRequest, aim: Aim, under: Driver | None) -> HttpResponse:
    return ask(
        request,
        DriversForm,
        "improvement/drivers_form.jinja",
        key="drivers",
        do=lambda form: drivers.add(
            aim=aim, under=under, names=form.cleaned_data["names"], by=request.viewer
        ),
        then=lambda added: edit_page(request, aim),
        context={"aim": aim, "under": under, "cancel_url": edit_page(request, aim)},
        later=edit_page(request, aim),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, driver=Driver)
def driver_change(request: ProjectRequest, driver: Driver) -> HttpResponse:
    """A driver's name, its place and its measures."""

    def typed() -> dict[str, Any]:
        return {
            "name": driver.name,
            "under": str(driver.under_id) if driver.under_id else AIM,
            "measures": queries.watched_by(request.viewer, driver=driver),
        }

    return ask(
        request,
        partial(DriverForm, viewer=request.viewer, driver=driver),
        "improvement/driver_form.jinja",
        key="driver",
        record=driver,
        initial=typed,
        do=lambda form: drivers.change(driver=driver, **form.cleaned_data, by=request.viewer),
        then=partial(_of, request),
        context={"driver": driver, "cancel_url": _of(request, driver)},
        said=_("Saved."),
        later=_of(request, driver),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=QUESTION, driver=Driver)
def driver_withdraw(request: ProjectRequest, driver: Driver) -> HttpResponse:
    """Take a driver out of the diagram, with a reason."""
    return ask(
        request,
        ReasonForm,
        "improvement/driver_withdraw.jinja",
        key="driver withdraw",
        record=driver,
        do=lambda form: drivers.withdraw(driver=driver, why=form.cleaned_data["why"], by=request.viewer),
        then=partial(_of, request),
        context={"driver": driver, "cancel_url": _of(request, driver)},
        said=_("The driver is out of the diagram."),
        later=_of(request, driver),
    )


@page(Permission.IMPROVEMENT_CHANGE, methods=("POST",), driver=Driver)
def driver_up(request: ProjectRequest, driver: Driver) -> HttpResponse:
    """One place up among its neighbours."""
    return _move(request, driver, up=True)


@page(Permission.IMPROVEMENT_CHANGE, methods=("POST",), driver=Driver)
def driver_down(request: ProjectRequest, driver: Driver) -> HttpResponse:
    """One place down among its neighbours."""
    return _move(request, driver, up=False)


def _move(request: ProjectRequest, driver: Driver, *, up: bool) -> HttpResponse:
    return press(
        request,
        do=lambda: drivers.move(driver=driver, up=up, by=request.viewer),
        then=partial(_of, request),
    )


def edit_page(request: ProjectRequest, aim: Aim) -> str:
    """Where the diagram is changed."""
    return addresses.of_project(request.viewer.project, "drivers_edit", aim=aim)


def _of(request: ProjectRequest, driver: Driver) -> str:
    return (
        f"{addresses.of_project(request.viewer.project, 'drivers_edit', aim=driver.aim_id)}#part-{driver.pk}"
    )
