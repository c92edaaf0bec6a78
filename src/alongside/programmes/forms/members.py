"""What is asked about members and partners."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Membership, Organisation, Partnership, Service
from alongside.programmes.roles import PROGRAMME_ROLES, ROLES
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Checkboxes, Date, Form, If, Radios, Select, Text, Textarea

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def a_username(label: _StrOrPromise, *, hint: _StrOrPromise, error: _StrOrPromise) -> Text:
    """Which account is meant. People are found by the name they sign in with: there is no list of everybody."""
    return Text(label, hint=hint, error=error, max_length=60, width=20, spellcheck=False)


def an_organisation(label: _StrOrPromise, *, error: _StrOrPromise) -> Text:
    """Which organisation is meant, known already or not."""
    return Text(label, hint=_("Its full name, as it writes it itself"), error=error, max_length=160)


class AddMemberForm(Form):
    """Who joins, in which role, for whom, where and how long."""

    username = a_username(
        _("What is their username?"),
        hint=_("They need an account first. Ask them for the username they sign in with."),
        error=_("Enter their username"),
    )
    role = Radios(_("Which role do they have?"), error=_("Choose a role"))
    organisation = Select(_("Which organisation are they there for?"), error=_("Choose the organisation"))
    services = Checkboxes(
        _("Which services do they work in?"),
        hint=_(
            "Peer workers and clinicians need at least one. For others, none means all that their organisation has a share in."
        ),
        required=False,
    )
    starts_on = Date(
        _("From when?"), hint=_("For example, 27 3 2026"), error=_("Enter the day, like 27 3 2026")
    )
    ends_on = Date(
        _("Until when?"),
        hint=_("Leave this empty if no end is planned"),
        error=_("Enter the day, like 27 3 2026"),
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].offer(  # type: ignore[attr-defined]
            [
                (role.key, role.name, role.description)
                for role in ROLES.values()
                if role.key not in PROGRAMME_ROLES
            ]
        )
        self.fields["organisation"].offer_records(Organisation.objects.visible_to(viewer).order_by("name"))  # type: ignore[attr-defined]
        _offer_services(self, viewer)


class MemberServicesForm(Form):
    """The services that somebody works in."""

    services = Checkboxes(_("Which services do they work in?"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, membership: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_services(self, viewer)
        if not membership.as_role.works_in_services:
            self.fields["services"].help_text = _("None means all that their organisation has a share in.")


def _offer_services(form: Form, viewer: Viewer) -> None:
    services = Service.objects.visible_to(viewer).not_ended().order_by("name")
    form.fields["services"].offer_records(services)  # type: ignore[attr-defined]


NOW, LATER = "now", "later"


class EndMembershipForm(Form):
    """Whether somebody leaves at once or on a day to come."""

    when = Radios(
        _("When does it end?"),
        error=_("Choose when it ends"),
        choices=[
            (NOW, _("Now"), _("The very next page they open is closed to them")),
            (LATER, _("On a day to come"), _("That day is their last")),
        ],
    )
    on = Date(_("On which day?"), hint=_("For example, 27 3 2026"), error=_("Enter the day, like 27 3 2026"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].only_if = If("when", LATER)  # type: ignore[attr-defined]
        self.fields["on"].earliest = today  # type: ignore[attr-defined]


class PartnerForm(Form):
    """Which organisation takes part, and how."""

    name = an_organisation(
        _("What is the organisation called?"), error=_("Enter the name of the organisation")
    )
    part = Radios(
        _("What part does it play?"),
        error=_("Choose what part it plays"),
        choices=lambda: Partnership.Part.choices,
    )
    about = Textarea(_("What should the others know about it?"), required=False, max_length=2000, rows=3)


class ProgrammeMemberForm(Form):
    """Who works in the programme's office, or evaluates it from outside."""

    username = a_username(
        _("What is their username?"),
        hint=_("They need an account first. Ask them for the username they sign in with."),
        error=_("Enter their username"),
    )
    role = Radios(
        _("Which role do they have?"),
        error=_("Choose a role"),
        choices=lambda: [(key, ROLES[key].name, ROLES[key].description) for key in PROGRAMME_ROLES],
    )
    organisation = an_organisation(
        _("Which organisation are they there for?"), error=_("Enter the organisation")
    )


class StartProjectForm(Form):
    """What the project is called, who leads it and who looks after it first."""

    name = Text(_("What is the project called?"), error=_("Enter the name of the project"), max_length=60)
    lead = an_organisation(_("Which organisation leads it?"), error=_("Enter the organisation that leads it"))
    username = a_username(
        _("Who is its first administrator?"),
        hint=_("They need an account first. Enter the username they sign in with."),
        error=_("Enter the administrator's username"),
    )
    about = Textarea(_("What is it about?"), required=False, max_length=2000, rows=4)
