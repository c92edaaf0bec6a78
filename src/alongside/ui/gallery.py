"""What the gallery of components shows. Its sentences stand for other rooms' and aren't for translators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.functional import lazy

from alongside.core.actors import Actor
from alongside.core.registries import OfferedHat
from alongside.ui import forms, pseudo, words
from alongside.ui.forms import If
from alongside.ui.header import Header, Link
from alongside.ui.jinja import bdi
from alongside.ui.pages import render
from alongside.ui.paging import paged

TODAY = date(2026, 11, 23)
LONG_NAME = "The Wensleydale and Upper Nidderdale Community Mental Health"
RIGHT_TO_LEFT = "أمينة الخطيب"


def _sample(sentence: str) -> str:
    return pseudo.accented(sentence) if pseudo.is_pseudo(translation.get_language()) else sentence


sample = _sample
later = lazy(_sample, str)


class ContactForm(forms.Form):
    """One question of every kind."""

    name = forms.Text(
        later("What do they like to be called?"),
        hint=later("As they say it themselves."),
        error=later("Write what they like to be called"),
        max_length=60,
        autocomplete="name",
    )
    notes = forms.Textarea(
        later("Is there anything to say about it?"), required=False, max_length=2000, rows=4
    )
    minutes = forms.Number(
        later("How long did it last?"),
        error=later("Enter the minutes as a number, like 45"),
        least=0,
        most=600,
        suffix=later("minutes"),
    )
    met_on = forms.Date(
        later("When did you meet?"),
        hint=later("For example, 27 3 2026"),
        error=later("Enter the date you met, like 27 3 2026"),
        latest=lambda: TODAY,
    )
    where = forms.Radios(
        later("Where did you meet?"),
        error=later("Choose where you met"),
        choices=[
            ("ward", later("On the ward"), later("Also in the garden of the ward")),
            ("outside", later("Outside")),
            ("other", later("Somewhere else")),
        ],
    )
    where_else = forms.Textarea(
        later("Where was it?"), error=later("Write where it was"), only_if=If("where", "other"), rows=2
    )
    topics = forms.Checkboxes(
        later("What was it about?"),
        required=False,
        choices=[
            ("housing", later("Housing")),
            ("money", later("Money")),
            ("nothing", later("Nothing special")),
        ],
    )
    service = forms.Select(
        later("Which service?"),
        error=later("Choose the service"),
        choices=[("a", later("Harbour ward")), ("b", later("Lantern team"))],
    )
    file = forms.File(
        later("A file of theirs"),
        required=False,
        endings=(".csv", ".xlsx"),
        hint=later("CSV or Excel, up to 10 MB"),
    )
    password = forms.Password(later("Your password"), error=later("Enter your password"))
    agreed = forms.Tick(later("They know that this is written down"), error=later("Tick this when they know"))


@dataclass(frozen=True)
class Somebody:
    """An account that only the gallery has."""

    name: str

    def get_short_name(self) -> str:
        return self.name


def somebody(name: str, hat: str, *, oneself: bool = False, place: str = "") -> SimpleNamespace:
    """A viewer that only the gallery has: may do nothing."""
    return SimpleNamespace(
        account=Somebody(name),
        role=None if oneself else object(),
        hat_in_words=hat,
        project=SimpleNamespace(name=place, slug="") if place else None,
        programme=None,
        may=lambda permission: False,
        # For the trail, which tells of pages that weren't found: nobody at all.
        as_actor=lambda: Actor(account_id=None, project_id=None, hat="none"),
    )


class SampleHeader(Header):
    """A header with hats and links that lead nowhere."""

    def __init__(self, request: HttpRequest, viewer: Any, hats: int = 1, links: int = 3) -> None:
        super().__init__(request, viewer)
        me = getattr(viewer, "role", None) is None
        others = [
            f"{sample('Peer worker')}, Harbour" if me else sample("Yourself"),
            f"{sample('Supervisor')}, Harbour",
            f"{sample('Improvement lead')}, {LONG_NAME}",
        ]
        self.other_hats = [OfferedHat(str(i), words) for i, words in enumerate(others[:hats])]
        pages = [sample(name) for name in ("Home", "Services", "Role profiles", "Measures", "Members")]
        self.navigation = [Link(text, "#", current=i == 0) for i, text in enumerate(pages[:links])]

    @property
    def switch_url(self) -> str:
        return "#"


def _headers(request: HttpRequest) -> dict[str, Header]:
    """The header in its states, each on one of the kinds of page."""
    harbour = somebody("Amina", f"{sample('Peer worker')}, Harbour", place="Harbour")
    crowded = somebody(RIGHT_TO_LEFT, f"{sample('Project evaluator')}, {LONG_NAME}", place=LONG_NAME)
    yourself = somebody("Amina", sample("Yourself"), oneself=True)
    one = SampleHeader(request, harbour)
    return {
        "home": one,
        "list": SampleHeader(request, crowded, hats=3, links=5),
        "question-error": SampleHeader(request, yourself, hats=1, links=0),
        "any": one,
    }


def context(request: HttpRequest) -> dict[str, Any]:
    """What the gallery's page draws."""
    wrong = ContactForm(
        {
            "name": "x" * 74,
            "minutes": "1,5",
            "met_on_day": "31",
            "met_on_month": "2",
            "met_on_year": "2026",
            "where": "other",
            "notes": "First line\nSecond line <b>not bold</b>",
            "service": "",
        },
        MultiValueDict({"file": [SimpleUploadedFile("notes.exe", b"MZ")]}),
        auto_id="wrong_%s",
    )
    started = ContactForm(
        initial={"name": RIGHT_TO_LEFT, "met_on": TODAY, "where": "ward", "topics": ["money"]},
        auto_id="started_%s",
    )
    return {
        "sample": sample,
        "blank": ContactForm(auto_id="blank_%s"),
        "started": started,
        "wrong": wrong,
        "today": TODAY,
        "moment": datetime(2026, 3, 27, 14, 5, tzinfo=UTC),
        "long_name": LONG_NAME,
        "right_to_left": RIGHT_TO_LEFT,
        "pages": paged(request, range(1, 241)),
        "one_page": paged(request, range(1, 8)),
    }


SKELETONS = {
    "home": "home", "home-empty": "home", "list": "list", "list-empty": "list", "record": "record",
    "question": "question", "question-error": "question",
}  # fmt: skip


def skeleton(request: HttpRequest, name: str) -> HttpResponse:
    """One of the four kinds of page, in a typical state, empty or with errors."""
    if name not in SKELETONS:
        raise Http404
    error = name.endswith("-error")
    drawn = ContactForm({"name": ""}) if error else ContactForm()
    headers = _headers(request)
    header = headers.get(name, headers["any"])
    request.header, request.viewer = header, header.viewer  # type: ignore[attr-defined]
    page = paged(request, range(1, 241))
    return render(
        request,
        f"ui/gallery/{SKELETONS[name]}.jinja",
        {
            "sample": sample,
            "empty": name.endswith("-empty"),
            "form": drawn,
            "page": page,
            "rows": [
                [
                    bdi(f"{LONG_NAME} {n}" if n % 5 == 0 else f"Harbour {n}"),
                    words.percentage(n / 240),
                    words.number(n * 7),
                ]
                for n in page
            ],
            "long_name": LONG_NAME,
            "right_to_left": RIGHT_TO_LEFT,
            "today": TODAY,
        },
        status=422 if error else 200,
    )
