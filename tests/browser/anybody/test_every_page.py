"""Every page that somebody of each role can reach: for everybody, on a phone, in any language.

Each is opened on a phone in the pseudo-language, in which plain letters are English that no translator would ever see, and longer words
show where a layout breaks. A page of a shape that was not met yet is looked at by axe, on the phone and on a wide screen.
"""

from __future__ import annotations

import pytest

from alongside.demo.people import PASSWORD, PERSONAS
from alongside.programmes.sign_in import clients
from alongside.programmes.sign_in.forms.details import languages
from alongside.ui.pseudo import ACCENTED
from tests.browser.walking import Walk, kind_of, shape, typed_by_people
from tests.browser.watching import WIDE, accessibility_problems, overflow
from tests.plain_english import plain_english_in

# A page has things on it, or a sentence that says why not.
SAYS_SOMETHING = 60
# One of each role, and nobody.
WALKERS = [*{one.role: one.username for one in reversed(PERSONAS)}.values(), "quinn", "samir", ""]


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """The shapes of pages that axe has seen."""
    return set()


@pytest.fixture(scope="session")
def nobodys_to_translate(demo) -> list[str]:
    """What people typed, usernames on the page of the demo, and names: of languages in themselves, of browsers and devices."""
    return [
        *typed_by_people(demo.data),
        PASSWORD,
        *(one.username for one in PERSONAS),
        *(name for _, name in languages()),
        *(name for _, name in (*clients.BROWSERS, *clients.SYSTEMS)),
    ]


@pytest.mark.parametrize("username", WALKERS, ids=lambda username: username or "nobody")
def test_every_page_that_can_be_reached_is_for_everybody(page_as, looked_at, nobodys_to_translate, username):
    walk = Walk(page_as(username, phone=True, language=ACCENTED))
    problems: list[str] = []
    for address in walk.pages():
        page, found = walk.page, []
        if plain := plain_english_in(page.content(), besides=nobodys_to_translate):
            found.append(f"plain English: {plain[:8]}")
        if wide := overflow(page):
            found.append(f"wider than a phone: {wide}")
        if (seen := kind_of(address) + shape(page)) not in looked_at:
            looked_at.add(seen)
            found += accessibility_problems(page)
            page.set_viewport_size(WIDE)
            found += [f"wide: {each}" for each in accessibility_problems(page)]
            if wide := overflow(page):
                found.append(f"wider than a screen: {wide}")
            page.set_viewport_size(page.viewport_size | {"width": 360})
        problems += [f"{address}\n    {each}" for each in found]
    assert not problems, f"{len(problems)} problems on the pages of {username or 'nobody'}:\n" + "\n".join(
        problems
    )
    assert len(walk.seen) >= 2


def test_the_walkers_have_every_role():
    roles = {one.role for one in PERSONAS}

    assert {one.role for one in PERSONAS if one.username in WALKERS} == roles
