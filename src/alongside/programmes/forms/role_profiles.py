"""What is asked about a role profile."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.programmes import starting_texts
from alongside.programmes.models import RoleProfileVersion, Service
from alongside.programmes.presenters.wording import in_language
from alongside.programmes.starting_texts import PARTS
from alongside.programmes.viewers import Viewer
from alongside.ui.forms import Form, Radios, Select, Text, Textarea

BLANK = "blank"


class BeginForm(Form):
    """What the role is called, where it is held, and which text to start from."""

    name = Text(
        _("What is the role called?"),
        hint=_("For example, Peer support worker"),
        error=_("Enter what the role is called"),
        max_length=120,
    )
    service = Select(
        _("Where is it held?"),
        hint=_("A service's own profile stands before that of the whole project"),
        empty=_("In the whole project"),
        required=False,
    )
    text = Radios(_("What do you start from?"), error=_("Choose what you start from"))

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, **options)
        services = Service.objects.visible_to(viewer).not_ended().order_by("name")
        self.fields["service"].offer_records(services)  # type: ignore[attr-defined]
        texts = [
            (key, in_language(text.title), _("A whole text to make your own"))
            for key, text in starting_texts.available().items()
        ]
        self.fields["text"].offer([*texts, (BLANK, _("An empty page"))])  # type: ignore[attr-defined]


_HINTS = {
    "purpose": _("In a few sentences, so that somebody who has never heard of it understands"),
    "will_do": _("One thing on each line"),
    "will_not_do": _("One thing on each line. This is what the whole team is asked to read."),
    "friends": _("What happens when somebody to be supported is a friend, a relative or known from a ward?"),
    "gifts": _("What may be given and taken?"),
    "money": _("What about lending, borrowing, fares and coffee?"),
    "social_media": _("What about connections, messages and private numbers?"),
    "lifts": _("When does somebody give a lift, in which car?"),
}
_LONG = {"purpose", "will_do", "will_not_do"}


class WriteForm(Form):
    """Everything a role profile says. A draft may leave parts empty."""

    def __init__(self, *args: Any, draft: RoleProfileVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        for part, title in PARTS.items():
            self.fields[part] = Textarea(
                title, hint=_HINTS[part], required=False, max_length=6000, rows=8 if part in _LONG else 4
            )
        if draft.number > 1:
            self.fields["what_changed"] = Textarea(
                _("What changed since the last version?"),
                hint=_("Everybody who read the last one sees this first"),
                required=False,
                max_length=2000,
                rows=3,
            )
