"""Sinead prepares services: one has far to go, the other is a step away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def open_service(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_a_service_with_something_open_is_refused_with_the_list_of_what_is_open(page_as):
    page = page_as("sinead")
    open_service(page, "Quayside Crisis House")

    page.get_by_role("link", name="What is still open before it can be live").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Quayside Crisis House is not ready yet")
    main = page.get_by_role("main")
    for still_open in (
        "A named peer supervisor", "At least two peers in the team", "The safeguarding route is clear",
        "Lone-working arrangements stand", "Training is arranged",
    ):  # fmt: skip
        expect(main.get_by_role("link", name=still_open)).to_be_visible()
    expect(main.get_by_role("link", name="A named line supervisor")).to_have_count(0)
    expect(main.get_by_role("button")).to_have_count(0)


@pytest.mark.both_databases
def test_a_supervisor_meets_the_last_item_and_the_service_goes_live(page_as):
    page = page_as("sinead")
    open_service(page, "Maple Day Hospital")
    expect(page.get_by_text("23 of 24 items are met or overridden.")).to_be_visible()

    page.get_by_role("link", name="The first day is prepared").click()
    page.get_by_role("link", name="Record as met").click()
    page.get_by_label("What shows it?").fill("Badges, phones and a desk are there; tried this morning.")
    page.get_by_role("button", name="Record as met").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first day is prepared")
    expect(page.get_by_text("Badges, phones and a desk are there").first).to_be_visible()

    page.goto("/")
    open_service(page, "Maple Day Hospital")
    page.get_by_role("link", name="Make it live").click()
    page.get_by_role("textbox").fill("Everything is in place, and the team wants it.")
    page.get_by_role("button", name="Make it live").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Maple Day Hospital")
    expect(page.get_by_role("main")).to_contain_text("Live")
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("Maple Day Hospital")


def test_an_answer_that_is_missing_is_asked_for_at_the_top_and_beside_the_field(page_as):
    page = page_as("sinead")
    open_service(page, "Quayside Crisis House")
    page.get_by_role("link", name="Training is arranged").click()
    page.get_by_role("link", name="Record as met").click()

    page.get_by_role("button", name="Record as met").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("What shows it?")).to_be_focused()
