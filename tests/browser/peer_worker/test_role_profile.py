"""Peer workers read what the role is for, and say so by name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

READ_IT = "Read the role profile “Peer support worker”, version 2"


@pytest.mark.both_databases
def test_a_peer_worker_is_asked_to_read_the_new_role_profile_reads_it_and_is_asked_no_more(page_as):
    page = page_as("quinn", phone=True)
    page.get_by_role("link", name=READ_IT).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Peer support worker")
    expect(page.get_by_role("heading", name="Will not do")).to_be_visible()
    expect(page.get_by_text("in place of a nurse who is on one-to-one observation")).to_be_visible()
    page.get_by_role("button", name="I have read this version").click()

    expect(page.get_by_role("button", name="I have read this version")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour project")
    expect(page.get_by_role("link", name=READ_IT)).to_have_count(0)


def test_a_peer_worker_sees_the_service_they_work_in_and_no_other(page_as):
    page = page_as("petra", path="/projects/harbour/services/")

    expect(page.get_by_role("link", name="Larch Ward")).to_be_visible()
    expect(page.get_by_text("Riverside Community Team")).to_have_count(0)
    expect(page.get_by_role("link", name="Members")).to_have_count(0)
