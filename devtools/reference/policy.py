"""Who may do what, and which page asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from alongside.programmes.permissions import Permission
from alongside.programmes.roles import ROLES
from alongside.programmes.viewers import Hat
from devtools.reference.markdown import table

# `(?P<key>[0-9a-z]+)` and `<uuid:service>`: what an address names, without how it may look.
NAMED = re.compile(r"\(\?P<(\w+)>[^)]*\)")
CONVERTER = re.compile(r"<\w+:(\w+)>")
DOORS = {Hat.STAFF: "a member", Hat.ONESELF: "one's own", Hat.NOBODY: "open"}


def permissions_page() -> str:
    """docs/reference/permissions.md"""
    rows = [
        [f"`{permission}`", permission.in_words, ", ".join(_holders(permission)) or "no role"]
        for permission in Permission
    ]
    return (
        "# Permissions\n\n"
        "Made from `programmes/permissions.py` and `programmes/roles.py` by `./dev docs`; change them there. What each role may, role by "
        "role, is in [roles](roles.md); which page asks for what, in [addresses](addresses.md).\n\n"
        + table(["permission", "what it allows, within one's share", "who has it"], rows)
    )


def _holders(permission: Permission) -> Iterator[str]:
    if permission is Permission.OWN_ACCOUNT:
        yield "everybody, under the hat “Yourself”"
    for role in ROLES.values():
        if permission in role.permissions:
            yield str(role.name)


def addresses_page() -> str:
    """docs/reference/addresses.md"""
    rows = []
    for address, view in sorted(routes()):
        if hasattr(view, "page_hat"):
            permission = view.page_permission
            asks = f"`{permission}`" if permission else f"nothing: {view.page_open_because}"
            rows.append(
                [f"`{address}`", ", ".join(view.page_methods), DOORS.get(view.page_hat, view.page_hat), asks]
            )
    return (
        "# Addresses\n\n"
        "Made from the doors of the pages (`programmes/pages.py`) by `./dev docs`. The order never changes: whoever is signed "
        "out is asked to sign in; what isn't theirs is not found; then the permission is asked for. The demo has a few more.\n\n"
        + table(["address", "methods", "whose", "permission"], rows)
    )


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """Every address with its view, ids by name."""
    return list(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns: list[Any], before: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        address = before + CONVERTER.sub(r"<\1>", NAMED.sub(r"<\1>", str(pattern.pattern)).strip("^$"))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback
