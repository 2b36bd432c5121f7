"""Reading what was visited with the network cut, in a real browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Thread

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import specimen

from roadmap.runner import Unavailable
from roadmap.testing.site import Sites

pytestmark = pytest.mark.browser

FIRST, SECOND = "/learn/specimen/requests", "/learn/specimen/responses"
PATIENCE = 60_000
KEPT = """async (path) => {
    const cache = await caches.open("roadmap-pages-1");
    return Boolean(await cache.match(location.origin + path, {ignoreVary: true}));
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    folder = tmp_path_factory.mktemp("offline")
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        yield sites


class Server:
    """A site that browsers keep pages of; `serve` puts another in its place, at the same address."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites
        self._app = self._make(offline=True)
        self._server = waitress.create_server(self._call, host="127.0.0.1", port=0, threads=4)
        self._thread = Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.effective_port}"

    def serve(self, offline: bool) -> None:
        self._app = self._make(offline=offline)

    def close(self) -> None:
        self._server.close()
        self._thread.join(5)

    def _make(self, offline: bool) -> object:
        return self._sites.make(specimen(), runner="off", offline=offline).app

    def _call(self, environ: object, start_response: object) -> object:
        return self._app(environ, start_response)


@pytest.fixture
def server(app: Sites) -> Iterator[Server]:
    server = Server(app)
    yield server
    server.close()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server.url)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def visit(page: Page, path: str) -> None:
    """Open a page, and wait until it is kept."""
    page.goto(path)
    until(page, "() => navigator.serviceWorker.controller !== null")
    until(page, KEPT, path)


def until(page: Page, script: str, arg: str | None = None) -> None:
    """Wait for what a script promises. Playwright's own waiting takes a promise for a yes."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(script, arg):
        assert time.monotonic() < deadline, script
        page.wait_for_timeout(50)


def names(page: Page) -> list[str]:
    return page.evaluate("caches.keys()")


def kept(page: Page) -> list[str]:
    """Everything that the browser keeps of this site, by path and query."""
    return page.evaluate("""async () => {
        const found = [];
        for (const name of await caches.keys())
            for (const { url } of await (await caches.open(name)).keys()) found.push(url.slice(location.origin.length));
        return found;
    }""")


def test_a_visited_lesson_is_read_without_a_network(context: BrowserContext) -> None:
    page = context.new_page()
    visit(page, FIRST)
    visit(page, SECOND)
    context.set_offline(True)
    page.goto(FIRST)
    expect(page.get_by_role("heading", level=1)).to_have_text("What a request is made of")
    # With its style sheet and its scripts.
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).position") == "sticky"
    expect(page.locator("figure.code .copy").first).to_be_visible()
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What comes back")


def test_what_was_not_visited_is_said_with_what_was(context: BrowserContext) -> None:
    page = context.new_page()
    visit(page, FIRST)
    context.set_offline(True)
    page.goto("/learn/specimen/quiz")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")
    page.locator("#kept a", has_text="What a request is made of").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What a request is made of")
    context.set_offline(False)
    page.goto("/learn/specimen/quiz")
    expect(page.locator("fieldset").first).to_be_visible()


def test_nothing_personal_and_no_answer_to_a_form_is_kept(context: BrowserContext) -> None:
    page = context.new_page()
    visit(page, FIRST)
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Mark as not done")).to_be_visible()
    page.goto("/learn/specimen/exercises/greet/attempts")
    page.goto("/search?q=request")
    page.goto("/progress")
    # An answer to a form, as without scripts: the page is the lab's, its address the one that is kept for a GET.
    visit(page, "/learn/specimen/header-lab")
    page.get_by_role("textbox", name="Headers").fill("X-Mine: written by me")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("samp").first).to_contain_text("written by me")
    visit(page, SECOND)
    found = kept(page)
    assert FIRST in found and SECOND in found
    assert [path for path in found if path.startswith(("/api/", "/progress", "/search?")) or "attempts" in path] == []
    context.set_offline(True)
    page.goto("/learn/specimen/header-lab")
    expect(page.locator("samp").first).to_have_text("Hello")
    page.goto("/progress")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")


def test_turned_off_it_leaves_and_takes_what_it_kept_with_it(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    visit(page, FIRST)
    assert names(page)
    server.serve(offline=False)
    # Browsers look for a new version when a page is opened.
    page.goto(SECOND)
    until(page, "() => caches.keys().then(names => names.length === 0)")
    until(page, "() => navigator.serviceWorker.getRegistrations().then(found => found.length === 0)")
    page.goto(FIRST)
    expect(page.get_by_role("heading", level=1)).to_have_text("What a request is made of")
    assert page.evaluate("() => navigator.serviceWorker.controller === null")
    assert names(page) == []
