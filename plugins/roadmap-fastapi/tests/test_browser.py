"""Types to docs in a real browser: both documentation pages under the policy, on a phone and a desk, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
import waitress
from playwright.sync_api import Browser, Page, expect
from webtest import TestApp

pytestmark = [pytest.mark.sandbox, pytest.mark.browser]
WAIT = 60_000


@pytest.fixture(scope="module")
def address(fastapi_site: TestApp) -> Iterator[str]:
    server = waitress.create_server(fastapi_site.app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/learn/fastapi/types-to-docs"
    server.close()
    thread.join(5)


@pytest.fixture(params=[((375, 800), "dark"), ((1440, 900), "light")], ids=["phone-dark", "desk-light"])
def page(request: pytest.FixtureRequest, roadmap_browser: Browser) -> Iterator[Page]:
    """Fails the test when the policy refuses something, a script raises, or the page is wider than the window."""
    (width, height), scheme = request.param
    context = roadmap_browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert not said, "\n".join(said)
    assert wide <= 0


def test_both_pages_show_what_the_types_say(page: Page, address: str) -> None:
    page.goto(address)
    source = page.get_by_label("app.py")
    source.fill(source.input_value().replace("le=1000", "le=4711"))
    # By keyboard: the button is reached, and the fold below is opened, without a mouse.
    page.get_by_role("button", name="Show what becomes of it").press("Enter")
    expect(page.locator("#openapi-document")).to_contain_text('"maximum": 4711', timeout=WAIT)
    swagger = page.frame_locator("iframe[title='Swagger UI']")
    expect(swagger.locator(".opblock-summary-path")).to_contain_text("/teas", timeout=WAIT)
    expect(swagger.locator(".info h1, .info h2").first).to_contain_text("Tea shop", timeout=WAIT)
    fold = page.get_by_text("ReDoc", exact=True)
    fold.press("Enter")
    redoc = page.frame_locator("iframe[title='ReDoc']")
    expect(redoc.locator("h1").first).to_contain_text("Tea shop", timeout=WAIT)
    expect(redoc.get_by_text("4711").first).to_be_visible(timeout=WAIT)
    assert len(page.frames) == 3
    for frame in page.frames[1:]:
        assert frame.evaluate("origin") == "null"
    # ReDoc's styles have arrived although the policy allows no inline style with text in it.
    assert redoc.locator("h1").first.evaluate("node => getComputedStyle(node).fontWeight") == "400"


def test_without_javascript_everything_else_is_there(roadmap_browser: Browser, address: str) -> None:
    context = roadmap_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(address)
    page.get_by_role("button", name="Show what becomes of it").click()
    expect(page.locator("#openapi-document")).to_contain_text('"maximum": 1000', timeout=WAIT)
    expect(page.locator("noscript p")).to_contain_text("Both pages are programs that run in the browser", timeout=WAIT)
    assert not page.locator("iframe").first.is_visible()
    context.close()
