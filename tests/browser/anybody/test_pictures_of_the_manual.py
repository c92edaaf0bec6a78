"""The pages that the manual shows pictures of are there and show what the manual says.

`ALONGSIDE_SCREENSHOTS=1 ./dev docs` takes the pictures into docs/images with these tests.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pictures import save

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
TAKEN = bool(os.environ.get("ALONGSIDE_TEST_SCREENSHOTS"))


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it: where they start, what they press, and what stands at its top in the end."""

    name: str
    who: str
    path: str
    shows: str
    presses: tuple[tuple[str, str], ...] = ()  # role of the element, its words
    phone: bool = False
    height: int = 900


PICTURES = (
    Picture("personas", "", "/demo/", "Who would you like to be?", height=760),
    Picture("project-home", "imran", "/", "Harbour project", height=1080),
    Picture("measures", "imran", "/projects/harbour/measures/", "Measures"),
    Picture(
        "chart", "imran", "/projects/harbour/measures/", "Asked and informed before referral",
        presses=(("link", "Asked and informed before referral"),), height=1330,
    ),
    Picture("bring-in-figures", "imran", "/projects/harbour/measures/figures/", "Bring in figures"),
    Picture(
        "role-profile", "pat", "/", "Peer support worker",
        presses=(("link", "Read the role profile “Peer support worker”, version 2"),), phone=True, height=740,
    ),
    Picture("service", "sinead", "/", "Quayside Crisis House", presses=(("link", "Quayside Crisis House"),), height=1100),
    Picture(
        "not-ready", "sinead", "/", "Quayside Crisis House is not ready yet",
        presses=(("link", "Quayside Crisis House"), ("link", "What is still open before it can be live")),
    ),
    Picture("members", "adaeze", "/projects/harbour/members/", "Members"),
    Picture("add-a-member", "adaeze", "/projects/harbour/members/add/", "Add a member", height=1000),
    Picture("what-is-kept", "priya", "/projects/harbour/retention/", "What is kept, and for how long"),
)  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_the_manual_shows_what_is_there(page_as, picture):
    page: Page = page_as(picture.who, path=picture.path, phone=picture.phone)
    for role, words in picture.presses:
        page.get_by_role("main").get_by_role(role, name=words, exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(picture.shows)
    if TAKEN:
        save(page, IMAGES / f"{picture.name}.png", height=picture.height)


def test_every_picture_is_in_the_manual_and_no_other_is_kept():
    assert {path.stem for path in IMAGES.glob("*")} == {picture.name for picture in PICTURES}
