"""Who watches the browser tests: what is wrong with a page is seen."""

from __future__ import annotations

import pytest

from tests.browser.watching import NARROW, accessibility_problems, overflow, watch


@pytest.fixture
def bare(browser, demo):
    """A page nobody has signed in to, with what was written down about it."""
    context = browser.new_context(base_url=demo.address, viewport=NARROW)
    problems = watch(context)
    page = context.new_page()
    page.goto("/demo/")
    yield page, problems
    context.close()


def test_a_page_as_it_should_be_has_no_problems(bare):
    page, problems = bare

    assert accessibility_problems(page) == []
    assert overflow(page) == ""
    assert problems == []


def test_what_the_console_says_is_seen(bare):
    page, problems = bare
    page.evaluate("console.error('a pity')")

    assert problems == ["the console said: a pity"]


def test_a_file_that_is_missing_is_seen(bare, demo):
    page, problems = bare
    page.evaluate("fetch('/static/none.json'); new Image().src = '/static/none.png'")
    page.wait_for_load_state("networkidle")

    assert sorted(problems) == [
        f"{demo.address}/static/none.json answered 404",
        f"{demo.address}/static/none.png answered 404",
    ]


def test_what_would_leave_the_machine_is_seen_and_does_not(bare):
    page, problems = bare
    page.context.new_page().goto("about:blank")
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")

    assert "http://example.org/ would leave this machine" in problems


def test_what_the_policy_forbids_is_seen(bare):
    page, problems = bare
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'let x = 1'}))"
    )

    assert len(problems) == 1
    assert "Content Security Policy" in problems[0]


def test_a_picture_without_words_is_seen(bare):
    page, _ = bare
    page.evaluate("document.querySelector('main').append(new Image())")

    assert accessibility_problems(page)[0].startswith("image-alt")


def test_a_page_that_is_too_wide_is_seen(bare):
    page, _ = bare
    page.evaluate(
        "document.querySelector('h1').textContent = 'w'.repeat(200); document.querySelector('h1').style.whiteSpace = 'nowrap'"
    )

    assert overflow(page).startswith(tuple("123456789"))
