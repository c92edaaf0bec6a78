"""What is set for the whole project: its settings, and how long what is kept is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.core import retention as kept
from alongside.programmes import addresses, settings
from alongside.programmes.actions import programmes
from alongside.programmes.forms.settings import SettingsForm
from alongside.programmes.pages import page
from alongside.programmes.permissions import Permission
from alongside.programmes.presenters import retention as presenter
from alongside.programmes.requests import ProjectRequest
from alongside.ui.asking import ask
from alongside.ui.pages import render


@page(Permission.SETTINGS_CHANGE, methods=("GET", "POST"))
def project_settings(request: ProjectRequest) -> HttpResponse:
    """The project's typed settings; each change is audited."""
    project = request.viewer.project
    return ask(
        request,
        SettingsForm,
        "programmes/project_settings.jinja",
        key="project settings",
        record=project,
        initial=lambda: {"zone": project.zone, **settings.values(project)},
        do=lambda form: programmes.change_settings(
            project=project,
            zone=form.cleaned_data["zone"],
            settings={key: form.cleaned_data[key] for key in settings.SETTINGS},
            by=request.viewer,
        ),
        then=lambda changed: addresses.of_project(changed, "project_settings"),
        context={"cancel_url": addresses.of_project(project, "project_home")},
        said=_("Saved."),
    )


@page(Permission.RETENTION_SEE)
def retention(request: ProjectRequest) -> HttpResponse:
    """What is kept about people here, for how long and why."""
    table = kept.table()
    return render(
        request,
        "programmes/retention.jinja",
        {"table": table, "classes": [presenter.listed(each) for each in table.classes]},
    )
