"""What stands at the top of every page: project, hat and how to change it, navigation, account, language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from alongside.core import registries
from alongside.core.registries import NavigationLink, OfferedHat
from alongside.ui.pseudo import is_pseudo

# Django says "British English"; to everybody here it is English. Welsh is begun, and says so.
OWN_NAMES = {"en-gb": "English", "cy": "Cymraeg (yn rhannol)"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the header, and whether the page is on or below it."""

    text: Any
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A language the pages can be read in, called as its speakers call it."""

    code: str
    name: str
    current: bool


class Header:
    """The header of one page. Everything is asked only when it is drawn."""

    def __init__(self, request: HttpRequest, viewer: Any) -> None:
        self.request = request
        self.viewer = viewer

    @property
    def signed_in(self) -> bool:
        """Whether an account is asking."""
        return getattr(self.viewer, "account", None) is not None

    @property
    def account(self) -> Any:
        return self.viewer.account

    @property
    def oneself(self) -> bool:
        """Whether the hat is "Yourself": the header turns white."""
        return self.signed_in and getattr(self.viewer, "role", None) is None

    @property
    def hat(self) -> str:
        """The worn hat in words."""
        return str(self.viewer.hat_in_words) if self.signed_in else ""

    @property
    def place(self) -> str:
        """The project (or programme) the page belongs to."""
        place = getattr(self.viewer, "project", None) or getattr(self.viewer, "programme", None)
        return place.name if place else ""

    @property
    def home(self) -> str:
        """Where the mark leads."""
        return _address("project_home", self._slugs) or _address("home", {}) or "/"

    @cached_property
    def other_hats(self) -> list[OfferedHat]:
        """The hats that are one tap away. None where no room offers any, or no page takes the change."""
        if not self.signed_in or not self.switch_url:
            return []
        return [hat for offer in registries.offered_hats for hat in offer(self.viewer) if not hat.worn]

    @property
    def switch_url(self) -> str:
        return _address("switch_hat", {})

    @property
    def sign_in_url(self) -> str:
        return _address("account_login", {})

    @property
    def sign_out_url(self) -> str:
        return _address("account_logout", {})

    @cached_property
    def navigation(self) -> list[Link]:
        """The project's pages that this hat may open."""
        if not self._slugs:
            return []
        return list(self._links(registries.navigation, self._slugs))

    @cached_property
    def account_links(self) -> list[Link]:
        return list(self._links(registries.account_links, {})) if self.signed_in else []

    @property
    def languages(self) -> list[Language]:
        """Every language there is a catalogue for; the pseudo-languages are for tests alone."""
        now = translation.get_language()
        return [
            Language(
                code, OWN_NAMES.get(code) or translation.get_language_info(code)["name_local"], code == now
            )
            for code, _name in settings.LANGUAGES
            if not is_pseudo(code)
        ]

    @property
    def _slugs(self) -> dict[str, str]:
        # Whoever holds a link is in a project and can't go about in it.
        project = getattr(self.viewer, "project", None) if self.signed_in else None
        return {"project": project.slug} if project is not None else {}

    def _links(self, entered: registries.Registry[NavigationLink], slugs: dict[str, str]) -> Iterator[Link]:
        found = [
            (link, _address(link.url_name, slugs))
            for link in entered
            if link.permission is None or self.viewer.may(link.permission)
        ]
        # The longest address that the page is below is the one it belongs to: home is above them all.
        here = max(
            (href for _, href in found if href and self.request.path.startswith(href)), key=len, default=""
        )
        return (Link(link.label, href, href == here) for link, href in found if href)


def _address(name: str, kwargs: dict[str, str]) -> str:
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
