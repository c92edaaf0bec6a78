"""Every page that somebody of each role can reach: for everybody, on a phone, in any language. See browser/reading.py."""

from __future__ import annotations

import pytest

from alongside.demo.people import PERSONAS
from alongside.ui.pseudo import ACCENTED
from tests.browser.walking import Walk

# One of each role, and nobody.
WALKERS = [*{one.role: one.username for one in reversed(PERSONAS)}.values(), "quinn", "samir", ""]


@pytest.mark.parametrize("username", WALKERS, ids=lambda username: username or "nobody")
def test_every_page_that_can_be_reached_is_for_everybody(page_as, reader, username):
    walk = Walk(page_as(username, phone=True, language=ACCENTED))
    problems = [
        f"{address}\n    {problem}" for address in walk.pages() for problem in reader.problems(walk.page)
    ]

    assert not problems, f"{len(problems)} problems on the pages of {username or 'nobody'}:\n" + "\n".join(
        problems
    )
    assert len(walk.seen) >= 2


def test_the_walkers_have_every_role():
    roles = {one.role for one in PERSONAS}

    assert {one.role for one in PERSONAS if one.username in WALKERS} == roles
