"""What is in a page for others' programs, in a real browser under the site's own policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_policy_lets_structured_data_be(page: Page) -> None:
    # The fixture fails the test where the policy refuses anything.
    page.goto("/learn/specimen/requests")
    script = page.locator('script[type="application/ld+json"]')
    assert script.evaluate("script => JSON.parse(script.textContent).name") == "What a request is made of"


def test_a_printed_section_shows_all_and_nothing_to_press(page: Page) -> None:
    page.goto("/learn/specimen/print")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="What comes back")).to_be_visible()
    expect(page.locator(".sources a").first).to_be_visible()
    assert page.get_by_role("button").count() == 0
    # On paper nothing scrolls: what is wider than the sheet would be cut off.
    page.set_viewport_size({"width": 680, "height": 960})
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    assert page.pdf(format="A4").startswith(b"%PDF")
