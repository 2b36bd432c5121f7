"""Pages in German, whose words are longer, on a narrow screen; what scripts say; and the offer of another language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_accessible import GREET, SPECIMEN, violations

pytestmark = pytest.mark.browser

PATHS = {
    "home": "/",
    "section": SPECIMEN,
    "lesson": f"{SPECIMEN}/requests",
    "sample": f"{SPECIMEN}/samples/spec-split",
    "exercise": GREET,
    "quiz": f"{SPECIMEN}/quiz",
    "lab": f"{SPECIMEN}/header-lab",
    "progress": "/progress",
    "search": "/search?q=hedaers",
    "solution": f"{GREET}/solution",
    "not found": f"{SPECIMEN}/reqests",
}


@pytest.mark.parametrize("name", PATHS)
def test_a_german_page_on_a_telephone(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"/de{PATHS[name]}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375, f"the page is {width} px wide"
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert violations(page) == []


@pytest.mark.parametrize("width", [375, 820])
def test_words_above_a_sample_do_not_lie_on_each_other(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/de{SPECIMEN}/requests")
    expect(page.locator("figure.sample .copy").first).to_have_text("Kopieren")
    parts = page.locator("figure.sample").first.locator(".code-name, .copy, .sample-edit, .sample-run button")
    boxes = [parts.nth(index).bounding_box() for index in range(parts.count())]
    assert len(boxes) == 4
    edges = [(box["x"], box["x"] + box["width"]) for box in sorted(boxes, key=lambda box: box["x"])]
    assert all(right <= left for (_, right), (left, _) in pairwise(edges)), edges


def test_scripts_say_it_in_the_language_of_the_page(page: Page) -> None:
    page.goto(f"/de{SPECIMEN}/requests")
    page.get_by_role("button", name="Ausführen spec-split.py").click()
    caption = page.locator("figure.output figcaption").first
    expect(caption).to_contain_text("Ausgabe deiner Ausführung um ")
    expect(caption).to_contain_text("Das Programm wurde normal beendet")
    page.get_by_role("button", name="Als erledigt markieren").click()
    expect(page.get_by_role("button", name="Als nicht erledigt markieren")).to_be_visible()
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Suche")
    dialog.get_by_role("searchbox").fill("headers")
    expect(dialog.locator(".found-title a").first).to_have_attribute("href", f"/de{SPECIMEN}/requests")
    expect(dialog.get_by_role("status")).to_contain_text("die beste zuerst")


def test_an_exercise_is_judged_in_the_language_of_the_page(page: Page) -> None:
    page.goto(f"/es{GREET}")
    page.get_by_role("button", name="Comprobar").click()
    expect(page.locator("[data-state]")).to_have_text("Todavía no: algunos requisitos no se cumplen")
    expect(page.locator(".check-state").first).to_have_text("No se cumple")


@pytest.mark.parametrize(
    ("locale", "path", "offered"),
    [("de-AT", "/", "de"), ("es", "/de/", "es"), ("en-GB", "/de/", "en"), ("de", "/de/", None), ("fr", "/", None)],
)
def test_the_first_page_offers_what_the_browser_asks_for(
    browser: Browser, site: str, locale: str, path: str, offered: str | None
) -> None:
    context = browser.new_context(base_url=site, locale=locale)
    page = context.new_page()
    page.goto(path)
    for code in ("de", "en", "es"):
        offer = page.locator(f".offer-{code}")
        if code == offered:
            expect(offer).to_be_visible()
        else:
            expect(offer).to_be_hidden()
    # Nobody is sent there.
    assert page.url == site + path
    context.close()
