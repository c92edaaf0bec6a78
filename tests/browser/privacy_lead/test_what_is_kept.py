"""Priya answers for what is kept, and keeps the head of the trail outside."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.live_demo import wait_until


def test_a_privacy_lead_reads_what_is_kept_for_how_long_and_why(page_as):
    page = page_as("priya")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="What is kept").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What is kept, and for how long")
    row = page.get_by_role("row").filter(has_text="The audit trail")
    expect(row).to_contain_text("8 years")
    expect(page.get_by_role("main")).to_contain_text("not legal advice")


def test_the_head_of_the_trail_comes_as_a_message_to_keep_outside(page_as):
    page = page_as("priya", path="/account/messages/")
    head = page.get_by_text(re.compile(r"Its head is \d+:[0-9a-f]{64}"))

    # The background work writes it some seconds after the demo was started.
    def came() -> bool:
        page.reload()
        return head.count() > 0

    wait_until(came, "the message")
    expect(head).to_be_visible()
