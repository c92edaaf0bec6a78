"""What is wrong with a page that everybody should be able to use, in any language."""

from __future__ import annotations

from playwright.sync_api import Page

from alongside.demo.people import PASSWORD, PERSONAS
from alongside.programmes.sign_in import clients
from alongside.programmes.sign_in.forms.details import languages
from tests.browser.walking import kind_of, shape, typed_by_people
from tests.browser.watching import NARROW, WIDE, accessibility_problems, overflow
from tests.live_demo import Demo
from tests.plain_english import plain_english_in

# A page has things on it, or a sentence that says why not.
SAYS_SOMETHING = 60


class Reader:
    """Reads pages on a phone in the pseudo-language, in which plain letters are English that no translator would ever see, and longer
    words show where a layout breaks. A page of a shape that was not met yet is looked at by axe, on the phone and on a wide screen.
    """

    def __init__(self, demo: Demo) -> None:
        self._looked_at: set[str] = set()
        # What people typed, usernames on the page of the demo, and names: of languages in themselves, of browsers and devices.
        self.nobodys_to_translate = [
            *typed_by_people(demo.data),
            PASSWORD,
            *(one.username for one in PERSONAS),
            *(name for _, name in languages()),
            *(name for _, name in (*clients.BROWSERS, *clients.SYSTEMS)),
        ]

    def problems(self, page: Page, *besides: str) -> list[str]:
        """What is wrong with the page that the browser is at; `besides` are words on it that are nobody's to translate."""
        found = []
        if plain := plain_english_in(page.content(), besides=[*self.nobodys_to_translate, *besides]):
            found.append(f"plain English: {plain[:8]}")
        if wide := overflow(page):
            found.append(f"wider than a phone: {wide}")
        if page.locator("h1").count() != 1 or len(page.locator("main").inner_text()) < SAYS_SOMETHING:
            found.append("it has no heading, or says nothing")
        if (seen := kind_of(page.url) + shape(page)) not in self._looked_at:
            self._looked_at.add(seen)
            found += accessibility_problems(page)
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            found += [f"wide: {each}" for each in accessibility_problems(page)]
            if wide := overflow(page):
                found.append(f"wider than a screen: {wide}")
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        return found
