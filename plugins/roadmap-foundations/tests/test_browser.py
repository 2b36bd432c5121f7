"""Both views in a real browser, worked by keyboard alone, on a phone and on a desk, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
import waitress
from playwright.sync_api import Browser, Page, expect
from webtest import TestApp

pytestmark = [pytest.mark.sandbox, pytest.mark.browser]
SIZES = ((375, 800), (1440, 900))


@pytest.fixture(scope="module")
def address(foundations_site: TestApp) -> Iterator[str]:
    server = waitress.create_server(foundations_site.app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/learn/foundations"
    server.close()
    thread.join(5)


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids=str)
def page(request: pytest.FixtureRequest, roadmap_browser: Browser) -> Iterator[Page]:
    """Fails the test when the policy refuses something, a script raises, or the page is wider than the window."""
    (width, height), scheme = request.param
    context = roadmap_browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert not said, said
    assert wide <= 0


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focus_by_tab(page: Page, selector: str) -> None:
    for _ in range(60):
        press(page, "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"sixty times Tab, and never at {selector}")


def test_a_request_is_followed_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/follow-a-request")
    focus_by_tab(page, "input[name=agreement]")
    press(page, "ArrowDown")
    focus_by_tab(page, "input[name=path]")
    press(page, "Control+a")
    page.keyboard.type("/books/3")
    focus_by_tab(page, "button.button-primary")
    press(page, "Enter")
    expect(page.locator(".step").first).to_be_visible(timeout=60_000)
    expect(page.locator(".step-layer", has_text="Database").first).to_be_visible()
    expect(page.locator("figcaption", has_text="scope")).to_be_visible()
    expect(page.locator(".step pre", has_text="Sanditon").first).to_be_visible()
    focus_by_tab(page, ".step pre")


def test_a_framework_is_chosen_by_keyboard_and_its_address_kept(page: Page, address: str) -> None:
    page.goto(f"{address}/choose-a-framework")
    focus_by_tab(page, "input[name=thing]")
    press(page, "Space", "ArrowDown", "ArrowDown", "ArrowDown")
    focus_by_tab(page, "button.button-primary")
    press(page, "Enter")
    expect(page.locator(".verdict-line")).to_contain_text("Tornado")
    kept = page.url
    assert "thing=live" in kept
    page.goto(kept)
    expect(page.locator("input[value=live]")).to_be_checked()
    expect(page.locator(".verdict-line")).to_contain_text("Tornado")
