"""Partners: who takes part in the project, and what each has a share in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.programmes import addresses
from alongside.programmes.actions import partners
from alongside.programmes.forms.members import PartnerForm
from alongside.programmes.models import Partnership, Service
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import partners as presenter
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render


@page(Permission.PROJECT_SEE)
def partners_list(request: ProjectRequest) -> HttpResponse:
    """Every organisation that takes part, with the services of its share as far as the viewer sees them."""
    viewer = request.viewer
    taking_part = (
        Partnership.objects.visible_to(viewer)
        .select_related("organisation")
        .order_by("organisation__name", "part")
    )
    services = Service.objects.visible_to(viewer).not_ended().order_by("name")
    return render(
        request,
        "programmes/partners.jinja",
        {
            "partners": presenter.partners(viewer.project, list(taking_part), list(services)),
            "own": {m.organisation_id for m in viewer.memberships},
            "may_add": viewer.may(Permission.PARTNERS_CHANGE),
        },
    )


@page(Permission.PARTNERS_CHANGE, methods=("GET", "POST"))
def partner_add(request: ProjectRequest) -> HttpResponse:
    """Give an organisation a part in the project."""
    project = request.viewer.project

    def add(form: PartnerForm) -> Partnership:
        organisation = partners.know_organisation(name=form.cleaned_data["name"], by=request.viewer)
        return partners.add(
            project=project,
            organisation=organisation,
            part=form.cleaned_data["part"],
            about=form.cleaned_data["about"],
            by=request.viewer,
        )

    return ask(
        request,
        PartnerForm,
        "programmes/partner_add.jinja",
        key="partner",
        do=add,
        then=lambda added: addresses.of_project(project, "partners"),
        context={"cancel_url": addresses.of_project(project, "partners")},
        said=lambda added: _("%(organisation)s takes part now.") % {"organisation": added.organisation},
    )
