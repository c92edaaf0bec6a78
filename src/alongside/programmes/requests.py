"""Requests as the doors hand them on: with a viewer, and on pages of a project or a programme with that as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from alongside.programmes.viewers import Viewer

if TYPE_CHECKING:
    from alongside.programmes.models import Account, Programme, Project
    from alongside.programmes.roles import Role

    class OwnViewer(Viewer):
        """Somebody signed in, as themselves: what the door of one's own pages lets through."""

        account: Account

    class ProjectViewer(Viewer):
        """A member in a project: what the door of a project's page lets through."""

        account: Account
        project: Project
        role: Role

    class LinkViewer(Viewer):
        """Whoever holds a link into a project, account or none: what the door of a link's page lets through."""

        project: Project

    class ProgrammeViewer(Viewer):
        """A member of a programme: what the door of its page lets through."""

        account: Account
        programme: Programme
        role: Role


class OpenRequest(HttpRequest):
    """To a page that is open to anybody."""

    viewer: Viewer


class OwnRequest(HttpRequest):
    """To a page about what is one's own."""

    viewer: OwnViewer


class ProjectRequest(HttpRequest):
    """To a page of a project."""

    viewer: ProjectViewer


class LinkRequest(HttpRequest):
    """To a page for whoever holds a link."""

    viewer: LinkViewer


class ProgrammeRequest(HttpRequest):
    """To a page of a programme."""

    viewer: ProgrammeViewer
