"""Somebody with an account and no membership finds nothing, and it looks like nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def addresses_of(page: Page) -> list[str]:
    """Every page of the project that this page leads to."""
    hrefs = (
        page.get_by_role("main").get_by_role("link").evaluate_all("links => links.map(link => link.pathname)")
    )
    return sorted({href for href in hrefs if href.startswith("/projects/")})


@pytest.mark.both_databases
@pytest.mark.parametrize("stranger", ["sam", "ivy", "greta"])
def test_what_a_member_opens_is_not_found_by_a_stranger_and_looks_like_a_page_that_never_was(
    page_as, stranger
):
    member = page_as("imran", path="/projects/harbour/services/")
    known = [*addresses_of(member), "/projects/harbour/", "/projects/harbour/members/"]
    assert len(known) >= 5
    other = page_as(stranger)
    assert other.goto("/projects/there-is-no-such-project/").status == 404
    nothing = other.get_by_role("main").inner_text()

    for address in known:
        assert other.goto(address).status == 404, address
        assert other.get_by_role("main").inner_text() == nothing


def test_signed_out_every_address_asks_to_sign_in_and_says_nothing_else(page_as):
    page = page_as()
    for address in ("/projects/harbour/", "/projects/there-is-no-such-project/", "/yourself/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
