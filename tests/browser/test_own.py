"""Bookmarks and notes in a real browser, by keyboard alone, in two tabs, and where one left off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_accessible import look_at_all

pytestmark = pytest.mark.browser

LESSON = "/learn/specimen/requests"
NEW = "Write down what you want to remember"


@pytest.fixture
def lesson(page: Page) -> Page:
    return opened(page)


def opened(page: Page) -> Page:
    """The lesson once its scripts have taken its notes over."""
    page.goto(LESSON)
    expect(page.locator("ul.notes")).to_be_attached()
    return page


def write(page: Page, text: str) -> None:
    page.get_by_label(NEW).fill(text)
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator(".note-text", has_text=text)).to_be_visible()


def test_by_keyboard_alone(lesson: Page) -> None:
    page = lesson
    page.get_by_role("button", name="Mark as done").focus()
    page.keyboard.press("Tab")
    bookmark = page.locator("button[data-bookmark]")
    expect(bookmark).to_be_focused()
    page.keyboard.press("Enter")
    expect(bookmark).to_have_text("Remove bookmark")
    # The button stands in the other's form and does not do its work.
    expect(page.get_by_role("button", name="Mark as done")).to_be_visible()

    page.get_by_label(NEW).focus()
    page.keyboard.type("Ask <b>Ada</b>.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    note = page.locator(".note-text")
    expect(note).to_have_text("Ask <b>Ada</b>.")
    expect(page.get_by_label(NEW)).to_have_value("")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    editor = page.get_by_label("Text of the note")
    expect(editor).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" Twice.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(note).to_have_text("Ask <b>Ada</b>. Twice.")
    expect(page.get_by_role("button", name="Change")).to_be_focused()

    opened(page)
    expect(note).to_have_text("Ask <b>Ada</b>. Twice.")
    expect(bookmark).to_have_text("Remove bookmark")
    page.get_by_role("button", name="Delete").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    expect(note).to_have_count(0)
    page.keyboard.press("Enter")
    expect(note).to_have_text("Ask <b>Ada</b>. Twice.")
    page.goto("/bookmarks")
    expect(page.locator(".note-text")).to_have_text("Ask <b>Ada</b>. Twice.")


def test_two_tabs_lose_nothing(lesson: Page) -> None:
    write(lesson, "mine")
    other = opened(lesson.context.new_page())
    for tab, text in ((lesson, "from one tab"), (other, "from the other")):
        tab.get_by_role("button", name="Change").click()
        tab.get_by_label("Text of the note").fill(text)
    lesson.get_by_role("button", name="Save").click()
    expect(lesson.locator(".note-text")).to_have_text("from one tab")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".note-told")).to_contain_text("Both texts are kept")
    expect(other.locator(".note-text")).to_have_text(["from one tab", "from the other"])
    expect(opened(lesson).locator(".note-text")).to_have_text(["from one tab", "from the other"])

    lesson.get_by_role("button", name="Change").first.click()
    lesson.get_by_label("Text of the note").fill("better")
    lesson.get_by_role("button", name="Save").click()
    expect(lesson.locator(".note-text").first).to_have_text("better")
    other.get_by_role("button", name="Delete").first.click()
    expect(other.locator(".note .field-error")).to_contain_text("so it was not deleted")
    expect(other.locator(".note-text").first).to_have_text("better")


def test_what_cannot_be_kept_stays_in_the_field(lesson: Page) -> None:
    lesson.get_by_label(NEW).fill("x" * 10_001)
    lesson.get_by_role("button", name="Keep note").click()
    expect(lesson.locator(".own .field-error")).to_contain_text("at most 10000 are kept")
    expect(lesson.get_by_label(NEW)).to_have_value("x" * 10_001)
    expect(lesson.get_by_label(NEW)).to_have_attribute("aria-invalid", "true")
    write(lesson, "shorter")
    expect(lesson.locator(".own .field-error")).to_have_count(0)


def test_home_says_where_one_left_off(lesson: Page) -> None:
    write(lesson, "mine")
    lesson.goto("/")
    words = "Where you left off: What a request is made of. 0 of 2 lessons done."
    expect(lesson.locator("#resume")).to_contain_text(words)
    expect(lesson.locator("#resume a").last).to_have_text("What comes back")


def test_they_are_accessible(lesson: Page) -> None:
    write(lesson, "mine")
    write(lesson, "another that is long enough to be broken into lines " * 4)
    lesson.get_by_role("button", name="Change").first.click()
    lesson.get_by_label(NEW).fill(" ")
    lesson.get_by_role("button", name="Keep note").click()
    expect(lesson.locator(".own .field-error")).to_be_visible()
    assert look_at_all(lesson) == {}
    lesson.goto("/bookmarks")
    lesson.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert look_at_all(lesson) == {}


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts(plain: Page) -> None:
    plain.goto(LESSON)
    plain.get_by_label(NEW).fill("mine")
    plain.get_by_role("button", name="Keep note").click()
    expect(plain.locator(".note-text")).to_have_text("mine")
    plain.get_by_text("Change or delete").click()
    plain.get_by_label("Text of the note").fill("better")
    plain.get_by_role("button", name="Save").click()
    expect(plain.locator(".note-text")).to_have_text("better")
    plain.goto(LESSON)
    plain.get_by_role("button", name="Bookmark", exact=True).click()
    expect(plain.get_by_text("Bookmarked")).to_be_visible()
    plain.goto("/progress")
    expect(plain.locator(".resume")).to_contain_text("Where you left off: What a request is made of")
