"""A page with somebody watching over it: what goes wrong behind it is written down, and fails the test."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Debian's Chromium, without anything that would leave this machine: every name but our own is unknown to it.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
HERE = {"127.0.0.1", "localhost"}


def watch(context: BrowserContext) -> list[str]:
    """Write down what goes wrong on any page of the context, from now on."""
    problems: list[str] = []

    def on_console(said: ConsoleMessage) -> None:
        # A page that is refused says so here as well; whether it may be is seen by its response.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            problems.append(f"the console said: {said.text}")

    def on_response(response: Response) -> None:
        kind = response.request.resource_type
        # A page may be refused, and what a script sends may be too; a style sheet, a picture or a script may not be missing.
        refused = kind == "document" or (kind in ("fetch", "xhr") and response.status != 404)
        broken, missing = response.status >= 500, response.status >= 400 and not refused
        if broken or missing:
            problems.append(f"{response.url} answered {response.status}")

    def on_failure(request: Request) -> None:
        # What a page was still fetching when it was left is no failure.
        if request.failure != "net::ERR_ABORTED":
            problems.append(f"{request.url} failed: {request.failure}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE:
            problems.append(f"{request.url} would leave this machine")

    context.on("console", on_console)
    context.on("weberror", lambda error: problems.append(f"a script failed: {error.error}"))
    context.on("response", on_response)
    context.on("requestfailed", on_failure)
    context.on("request", on_request)
    return problems


def accessibility_problems(page: Page) -> list[str]:
    """What axe finds on the page, a line for each, with the first element that it concerns."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']} ({len(nodes)}×, like {nodes[0]['html'][:200]})"
        for each in found
        if (nodes := [node for node in each["nodes"] if not _as_the_design_system_has_it(each["id"], node)])
    ]


def _as_the_design_system_has_it(rule: str, node: dict[str, Any]) -> bool:
    """Radios that open a further question carry aria-expanded, which the NHS design system has tested with people."""
    return rule == "aria-allowed-attr" and "aria-expanded" in node["html"] and 'type="radio"' in node["html"]


def overflow(page: Page) -> str:
    """What makes the page wider than its window; empty when nothing does."""
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return "";
          const wide = [...document.querySelectorAll("body *")].filter(
            (each) => each.getBoundingClientRect().right > room + 1 || each.getBoundingClientRect().left < -1);
          const last = wide.at(-1);
          return `${document.documentElement.scrollWidth} of ${room} px` + (last ? `: ${last.outerHTML.slice(0, 160)}` : "");
        }"""
    )
