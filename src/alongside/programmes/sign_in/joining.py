"""Words and pictures for links to join by."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.programmes.models import JoiningLink, Project
from alongside.ui import words

State = JoiningLink.State
COLOURS = {
    State.OPEN: "blue",
    State.OPENED: "yellow",
    State.JOINED: "green",
    State.WITHDRAWN: "grey",
    State.RUN_OUT: "grey",
}


@dataclass(frozen=True)
class ListedLink:
    """A link as administrators see it."""

    id: object
    for_whom: str
    role: str
    organisation: str
    services: str
    state: str
    colour: str
    when: str
    href: str
    withdraw: str


def listed(joining: JoiningLink, project: Project) -> ListedLink:
    """One link in words."""
    named = {"project": project.slug, "joining": joining.pk}
    open_yet = joining.state in (State.OPEN, State.OPENED)
    return ListedLink(
        id=joining.pk,
        for_whom=joining.for_whom,
        role=str(joining.as_role.name),
        organisation=str(joining.organisation),
        services=", ".join(sorted(str(row.service) for row in joining.narrowed_to.all())),
        state=str(joining.state.label),
        colour=COLOURS[joining.state],
        when=_when(joining, project.zone),
        href=reverse("joining_link", kwargs=named),
        withdraw=reverse("joining_link_withdraw", kwargs=named) if open_yet else "",
    )


def picture(address: str) -> str:
    """The address as a QR code, for an <img>."""
    drawn = io.BytesIO()
    segno.make(address, micro=False).save(
        drawn, kind="svg", scale=4, xmldecl=False, dark="#000", light="#fff"
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def _when(joining: JoiningLink, zone: str) -> str:
    if joining.state is State.OPEN:
        return _("until %(moment)s") % {"moment": words.moment(joining.token.goes_at, zone)}
    if joining.token.ended_at is not None:
        return words.moment(joining.token.ended_at, zone)
    return words.moment(joining.token.exchanged_at or joining.token.goes_at, zone)
