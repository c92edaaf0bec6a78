"""Priya looks at what is to leave the project, and clears it or holds it back."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_privacy_lead_looks_at_a_release_and_clears_it(page_as):
    page = page_as("priya")
    page.get_by_role("link", name="Look at a release").click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("This is exactly what would leave")
    expect(main).to_contain_text("too few to show")
    expect(page.get_by_role("columnheader", name="Exactly")).to_have_count(0)
    page.get_by_role("button", name="Clear it").click()

    expect(main).to_contain_text("Cleared. The programme reads it from now on.")
    office = page_as("greta", path="/programmes/beside-you/releases/?tab=all")
    expect(office.get_by_role("link", name="Figures for the yearly meeting").first).to_be_visible()


def test_a_privacy_lead_reads_why_a_release_was_held_back_and_what_changed_since_another(page_as):
    page = page_as("priya", path="/projects/harbour/releases/?state=held", phone=True)
    expect(page.get_by_role("main")).to_contain_text("everybody knows which of them left")

    page.goto("/projects/harbour/releases/?state=cleared")
    page.get_by_role("link", name="Before and since the first peer workers").click()
    expect(page.get_by_role("heading", name="As released, and as it stands now")).to_be_visible()
