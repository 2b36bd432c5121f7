"""The search dialog: opened by keys, worked by keys, and the same results as the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

LESSON = "/learn/specimen/requests"


def opened(page: Page) -> Locator:
    """The dialog, ready to be typed into: its script is loaded when it is first wanted."""
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    return dialog


def test_from_anywhere_to_a_heading_by_keyboard(page: Page) -> None:
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    reading = len(scripts)
    dialog = opened(page)
    field = dialog.get_by_role("searchbox")
    assert len(scripts) > reading, "it is loaded when it is wanted"
    page.keyboard.type("methods that")
    expect(dialog.get_by_role("status")).to_contain_text("best first.")
    expect(dialog.get_by_role("heading", name="Web basics")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link", name="What a request is made of").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link", name="Methods that change nothing")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LESSON}#methods-that-change-nothing")
    expect(dialog).not_to_be_visible()


def test_the_dialog_and_the_page_agree(page: Page) -> None:
    links = "[...document.querySelectorAll('PLACE .found a')].map(link => link.getAttribute('href'))"
    page.goto("/search?q=hedaers")
    there = page.evaluate(links.replace("PLACE", "main"))
    dialog = opened(page)
    page.keyboard.type("hedaers")
    expect(dialog.get_by_role("status")).to_contain_text("Showing results for headers. Search instead for hedaers.")
    assert page.evaluate(links.replace("PLACE", "dialog")) == there != []
    expect(dialog.locator("mark").first).to_have_text("headers")
    dialog.get_by_role("link", name="hedaers").click()
    expect(dialog.get_by_role("status")).to_contain_text("No page of this site has that.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=hedaers")


def test_escape_closes_and_leads_back(page: Page) -> None:
    page.goto(LESSON)
    link = page.get_by_role("link", name="Your progress")
    link.focus()
    dialog = opened(page)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(link).to_be_focused()


def test_the_slash_opens_it_unless_one_writes_or_has_turned_it_off(page: Page) -> None:
    page.goto("/")
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.press("/")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("a/b")
    expect(dialog.get_by_role("searchbox")).to_have_value("a/b")
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("/")
    opened(page)
    expect(dialog.get_by_role("checkbox")).not_to_be_checked()
    expect(dialog.get_by_role("searchbox")).to_have_value("")
    dialog.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.get_by_role("searchbox", name="Search this site").focus()
    page.keyboard.press("/")
    expect(dialog).not_to_be_visible()
    expect(page.get_by_role("searchbox", name="Search this site")).to_have_value("/")


def test_what_is_shown_is_only_text(page: Page) -> None:
    page.goto("/")
    dialog = opened(page)
    page.keyboard.insert_text("<img src=x onerror=alert(1)> xyzzyplugh headers")
    expect(dialog.get_by_role("status")).to_contain_text("xyzzyplugh")
    assert dialog.locator("img").count() == 0


def test_the_field_in_the_header_opens_it_by_mouse_and_is_a_field_by_keyboard(page: Page) -> None:
    page.goto("/")
    field = page.locator("header input[type=search]")
    field.click()
    expect(page.get_by_role("dialog", name="Search").get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    field.focus()
    page.keyboard.type("headers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=headers")
    expect(page.locator(".found a").first).to_be_visible()


def test_a_narrow_screen_has_a_link(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).click()
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("request")
    expect(dialog.locator(".found a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    context.close()


def test_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    field = page.locator("header input[type=search]")
    field.fill("status codes")
    field.press("Enter")
    page.get_by_role("link", name="Status codes").click()
    expect(page).to_have_url(f"{site}/learn/specimen/responses#status-codes")
    context.close()
