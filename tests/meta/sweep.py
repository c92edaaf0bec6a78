"""The sweep: every route × every hat × whose record it is, each cell with the one status it must answer.

Routes come from the resolver, so a new one can't be forgotten: its view must be declared by a door, each id in its address must be
fetched by that door, and each kind of record needs an example here. Who reaches an example is written out below by hand, and does not ask
the product's own scoping: that is what makes the sweep able to turn red.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from alongside.core import rowsecurity
from alongside.programmes.permissions import Permission
from alongside.programmes.viewers import Hat, Viewer

# Who asks these is signed out afterwards.
LEADS_OUT = {"account_logout"}
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")

# Everybody in Harbour, by what they reach there.
WHOLE = {
    "administrator", "improvement_lead", "supervisor", "safeguarding_lead", "privacy_lead", "recruiter",
    "project_evaluator", "outside_evaluator",
}  # fmt: skip
EMPLOYER = {"peer_supervisor"}  # Open Door Peers employs for both wards
WARD_ONE = {"clinician", "peer_worker", "second_peer_worker"}
WARD_TWO = {"other_ward_clinician", "other_ward_peer_worker"}
FUNDER = {"funder"}  # a member who reaches no service
HARBOUR = WHOLE | EMPLOYER | WARD_ONE | WARD_TWO | FUNDER
LANTERN = {"lantern_administrator", "lantern_improvement_lead", "lantern_supervisor", "lantern_peer_worker"}
PROGRAMME = {"programme_office", "external_evaluator"}
OUTSIDE = {"stranger", "ended_member"}
SIGNED_OUT = "signed_out"
LINK_HOLDER = "link_holder"  # signed out as well, and holds a link to join Harbour by
EVERYBODY = [*sorted(HARBOUR | LANTERN | PROGRAMME | OUTSIDE), SIGNED_OUT, LINK_HOLDER]


@dataclass(frozen=True)
class Example:
    """A record that addresses name, and who reaches it."""

    record: Model
    reached_by: frozenset[str]


@dataclass(frozen=True)
class Route:
    """One address of the product."""

    name: str
    view: Callable
    params: tuple[str, ...]
    address: str

    @property
    def door(self) -> Hat | None:
        return getattr(self.view, "page_hat", None)

    @property
    def permission(self) -> Permission | None:
        return self.view.page_permission  # type: ignore[attr-defined]

    @property
    def methods(self) -> tuple[str, ...]:
        return self.view.page_methods  # type: ignore[attr-defined]

    @property
    def fetches(self) -> dict[str, type[Model]]:
        return self.view.page_fetches  # type: ignore[attr-defined]

    def at(self, named: dict[str, object]) -> str:
        """The address with its names filled in."""
        found = self.address
        for param in self.params:
            found = found.replace(f"<{param}>", str(named[param]))
        return found


def routes(urlconf: str | None = None) -> list[Route]:
    """Every route of the resolver, with its address as `/projects/<project>/…`."""
    return list(_walk(get_resolver(urlconf).url_patterns, "/"))


def _walk(patterns: list[Any], before: str) -> Iterator[Route]:
    for pattern in patterns:
        text = before + _plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, text)
        elif isinstance(pattern, URLPattern):
            params = tuple(part.split(">")[0] for part in text.split("<")[1:])
            yield Route(pattern.name or text, pattern.callback, params, text)


def _plain(route: str) -> str:
    """`<uuid:measure>/` as `<measure>/`."""
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"<\1>", named).strip("^$")


@dataclass(frozen=True)
class Cell:
    """One question to the product, and the status it must answer with."""

    route: Route
    method: str
    address: str
    whose: str
    status: int

    def __str__(self) -> str:
        return f"{self.method} {self.address} ({self.route.name}, {self.whose})"


@dataclass
class Sweep:
    """The matrix for one cast. `examples`: by (route parameter, whose); `answers`: what an allowed request is answered with."""

    cast: Any
    examples: dict[str, dict[str, Example]]
    plain: dict[str, object]
    answers: dict[str, dict[str, int]]
    opened: dict[str, dict[str, int | tuple[int, int]]]  # (signed out, signed in) where they differ
    own: dict[str, dict[str, int]] = field(default_factory=dict)
    # A browser in which somebody opened a link, made when it is needed.
    holding: Callable[[], Client] = Client

    def complaints(self, every: list[Route]) -> list[str]:
        """What is wrong with routes before anybody asks them."""
        return [
            f"{route.address} ({route.name}): {wrong}" for route in every for wrong in self._wrong_with(route)
        ]

    def _wrong_with(self, route: Route) -> Iterator[str]:
        if route.door is None:
            yield "no door declares its view"
            return
        for param in route.params:
            if param in ("project", "programme"):
                continue
            if param in route.fetches:
                if not self._examples(route, param):
                    yield f"there is no example of <{param}> in the sweep"
            elif param not in self.plain:
                yield f"<{param}> is in the address, and the door doesn't fetch it"
        if route.permission is None and route.name not in self.opened:
            yield "it is open to anybody, and the sweep doesn't say what it answers"

    def cells(self, who: str, every: list[Route]) -> Iterator[Cell]:
        """What `who` asks, with the statuses that they must get."""
        for route in every:
            for method in (*route.methods, *({"GET", "POST"} - set(route.methods))):
                for whose, named, reached in self._kinds(route):
                    address = route.at({**self.plain, **named})
                    status = self._status(who, route, method, whose, reached)
                    yield Cell(route, method, address, whose, status)

    def _examples(self, route: Route, param: str) -> dict[str, Example]:
        """Those of this route by name, or those of the parameter."""
        return self.examples.get(f"{route.name} {param}") or self.examples.get(param, {})

    def _kinds(self, route: Route) -> Iterator[tuple[str, dict[str, object], frozenset[str] | None]]:
        """(whose, names in the address, who reaches it; None: whoever passes the door)."""
        places: dict[str, object] = {
            "project": self.cast.harbour.slug,
            "programme": self.cast.programme.slug,
        }
        fetched = [param for param in route.params if param in route.fetches]
        if not fetched:
            yield "own", places, None
            if "project" in route.params:
                yield "no such project", {**places, "project": "no-such-project"}, frozenset()
            return
        (param,) = fetched
        for whose, example in self._examples(route, param).items():
            yield whose, {**places, param: example.record.pk}, example.reached_by
        counted = any(isinstance(example.record.pk, int) for example in self._examples(route, param).values())
        yield "no such record", {**places, param: 0 if counted else NOWHERE}, frozenset()

    def _status(self, who: str, route: Route, method: str, whose: str, reached: frozenset[str] | None) -> int:
        if route.permission is None:
            answer = self.opened[route.name].get(method, 405)
            return answer if isinstance(answer, int) else answer[who not in (SIGNED_OUT, LINK_HOLDER)]
        if route.door is Hat.LINK:
            allowed = self.answers.get(route.name, self._default(route)) if who == LINK_HOLDER else {}
            return allowed.get(method, 404) if method in route.methods else 405
        if who in (SIGNED_OUT, LINK_HOLDER):
            return 302
        if method not in route.methods:
            return 405
        if route.door is Hat.ONESELF:
            if reached is not None and who not in reached:
                return 404
            return self.own.get(f"{route.name} {who}", self.own.get(route.name, self._default(route)))[method]
        members = PROGRAMME if "programme" in route.params else HARBOUR
        if who not in members or (reached is not None and who not in reached):
            return 404
        if not self.viewer(who).may(route.permission):
            return 403
        there = self.answers.get(f"{route.name} {whose}") or self.answers.get(route.name)
        return (there or self._default(route))[method]

    @staticmethod
    def _default(route: Route) -> dict[str, int]:
        # A question posted empty comes back with what is missing.
        return {"GET": 200, "POST": 422}

    def viewer(self, who: str) -> Viewer:
        """The cast's viewer of that name."""
        found: Viewer = getattr(self.cast, who)
        return found

    def browser(self, who: str) -> Client:
        """A browser in which they are signed in."""
        if who == LINK_HOLDER:
            return self.holding()
        return self.cast.client() if who == SIGNED_OUT else self.cast.client(getattr(self.cast, who))

    def failures(self, who: str, every: list[Route]) -> list[str]:
        """Each cell of `who` that is answered with another status than it must be."""
        browser, failed = self.browser(who), []
        browser.raise_request_exception = False
        for cell in self.cells(who, every):
            # Each request begins outside every project, as a real one does.
            with rowsecurity.inside(None):
                answer = browser.generic(cell.method, cell.address)
            if cell.route.name in LEADS_OUT and cell.status == 302:
                browser = self.browser(who)
                browser.raise_request_exception = False
            if answer.status_code != cell.status:
                failed.append(f"{who}: {cell} answered {answer.status_code}, not {cell.status}")
        return failed
