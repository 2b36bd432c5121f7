"""Signing up, in and out by keyboard alone, in a real browser; and every page of it passes axe-core."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.test_accessible import SPECIMEN, look_at_all

from roadmap.testing.mail import link_in, mails

pytestmark = pytest.mark.browser
PASSWORD = "seven words are better than one"
PATIENCE = 60_000


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus; from any place, since it goes around."""
    expect(target).to_be_visible(timeout=PATIENCE)
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("it can't be reached by keyboard")


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    tab_to(page, field)
    page.keyboard.type(text)


def press(page: Page, role: str, name: str) -> None:
    tab_to(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def heading(page: Page, words: str) -> None:
    """Wait for the page of this name: forms of two pages may have fields of the same name."""
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible(timeout=PATIENCE)


def sign_up(page: Page, address: str, data: Path) -> None:
    heading(page, "Sign up")
    fill(page, "E-mail address", address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible(timeout=PATIENCE)
    link = next(link_in(mail) for mail in reversed(mails(data)) if mail["To"] == address)
    page.goto(link)
    fill(page, "Password", PASSWORD)
    press(page, "button", "Save and sign in")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible(timeout=PATIENCE)


def test_by_keyboard_alone(visitor: Page, site_data: Path) -> None:
    page = visitor
    page.goto(f"{SPECIMEN}/requests")
    press(page, "button", "Mark as done")
    expect(page.get_by_text("You have done this lesson.")).to_be_visible(timeout=PATIENCE)
    press(page, "link", "Account")
    heading(page, "Sign in")
    press(page, "link", "Sign up")
    sign_up(page, "keyboard@example.org", site_data)
    page.goto(f"{SPECIMEN}/requests")
    expect(page.get_by_text("You have done this lesson.")).to_be_visible(timeout=PATIENCE)
    named = re.compile(r"Account ?, signed in as keyboard@example\.org")
    expect(page.get_by_role("link", name=named)).to_be_visible(timeout=PATIENCE)
    page.goto("/account")
    press(page, "button", "Sign out")
    expect(page).to_have_url(re.compile(r"^http://[^/]+/$"), timeout=PATIENCE)
    page.goto("/account/sign-in?next=/progress")
    fill(page, "E-mail address", "keyboard@example.org")
    fill(page, "Password", "wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The address and the password do not belong together.")
    fill(page, "Password", PASSWORD)
    press(page, "button", "Sign in")
    expect(page.get_by_role("heading", name="Your progress", level=1)).to_be_visible(timeout=PATIENCE)
    page.goto("/your-data/delete")
    fill(page, "Your password", PASSWORD)
    tab_to(page, page.get_by_label("Yes, delete everything"))
    page.keyboard.press("Space")
    press(page, "button", "Delete everything")
    expect(page.get_by_text("Everything is deleted.")).to_be_visible(timeout=PATIENCE)


def test_pages_of_somebody_who_is_signed_in(visitor: Page, browser: Browser, site: str, site_data: Path) -> None:
    page, address = visitor, "axe@example.org"
    found = {}

    def look(name: str) -> None:
        found.update({f"{name}, {key}": words for key, words in look_at_all(page).items()})

    page.goto("/account/sign-up")
    page.get_by_label("E-mail address").fill(address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible(timeout=PATIENCE)
    page.goto(next(link_in(mail) for mail in reversed(mails(site_data)) if mail["To"] == address))
    look("link")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible(timeout=PATIENCE)
    page.request.put("/api/v1/me/drafts/specimen/greet", data={"files": {"greeting.py": "one"}})

    other = browser.new_context(base_url=site)
    phone = other.new_page()
    phone.request.put("/api/v1/me/drafts/specimen/greet", data={"files": {"greeting.py": "two"}})
    phone.goto("/account/sign-in")
    phone.get_by_label("E-mail address").fill(address)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Your account")).to_be_visible(timeout=PATIENCE)
    other.close()

    page.goto("/account")
    page.get_by_label("Your password now").fill("not the right one")
    page.get_by_label("The new one").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not your password.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Sign out everywhere else")).to_be_visible()
    look("account")
    page.goto("/your-data")
    page.get_by_text("Drafts specimen/greet").click()
    look("your data")
    page.goto("/your-data/delete")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Tick the box")).to_be_visible(timeout=PATIENCE)
    look("delete")
    assert found == {}
