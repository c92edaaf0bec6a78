"""A browser at the demo, signed in as whom the test names.

    def test_pat_reads(page_as):
        page = page_as("pat")          # at Pat's home page, 1280 px wide
        page = page_as("pat", phone=True)

What goes wrong behind a page (the console, a script, a missing file, a request that would leave this machine) fails the test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import databases, live_demo
from tests.browser.reading import Reader
from tests.browser.watching import NARROW, QUIET, WIDE, watch
from tests.live_demo import Demo

PageAs = Callable[..., Page]

# Both cores may be busy with other tests: what is slow is not wrong.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium, once for all tests of this folder."""
    # Playwright runs a loop of its own in this thread, which Django would take for async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest, pseudo_catalogues: Path, tmp_path_factory) -> Iterator[Demo]:
    """The demo, served to all tests of this worker. A test that changes something changes what no other test looks at.

    On SQLite it is what `alongside demo` serves. On PostgreSQL it is built and served as an installation is, bound by row security.
    """
    data = tmp_path_factory.mktemp("served") / "data"
    if databases.on_postgresql():
        name = f"demo_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        served = Demo(data, serving=live_demo.built_on(databases.fresh(name), data))
    else:
        built = request.getfixturevalue("built_demo")
        served = Demo(live_demo.copy(built, data, catalogues=pseudo_catalogues))
    yield served
    served.stop()


@pytest.fixture(scope="session")
def reader(demo: Demo) -> Reader:
    """Reads pages for what keeps anybody out, and remembers the shapes of those it has read."""
    return Reader(demo)


@pytest.fixture
def page_as(browser: Browser, demo: Demo) -> Iterator[PageAs]:
    """Opens a page as a persona, or as nobody: `page_as("imran", path="/…", phone=False, language="en-xa", scripts=True)`."""
    contexts, problems = [], []

    def opened(
        username: str = "", *, path: str = "/", phone: bool = False, language: str = "", scripts: bool = True,
        host: str = "127.0.0.1",
    ) -> Page:  # fmt: skip
        address = f"http://{host}:{demo.port}"  # passkeys want localhost
        context = browser.new_context(
            base_url=address,
            viewport=NARROW if phone else WIDE,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        problems.append(watch(context))
        if language:
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        if username:
            answer = context.request.post("/demo/sign-in", form={"username": username}, max_redirects=0)
            assert answer.status == 302, f"{username} can't be had: {answer.status}"
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    found = [problem for each in problems for problem in each]
    assert not found, "Behind the pages something went wrong:\n" + "\n".join(found)
