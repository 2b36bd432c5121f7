"""Every template, in both themes and at three widths, passes axe-core with no violation."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (375, 820, 1440)
SPECIMEN = "/learn/specimen"
GREET = f"{SPECIMEN}/exercises/greet"
PATHS = {
    "home": "/",
    "map": "/map",
    "section": SPECIMEN,
    "lesson": f"{SPECIMEN}/requests",
    "sample": f"{SPECIMEN}/samples/spec-split",
    "exercise": GREET,
    "printed": f"{SPECIMEN}/print",
    "files": f"{SPECIMEN}/exercises/shelf",
    "quiz": f"{SPECIMEN}/quiz",
    "lab": f"{SPECIMEN}/header-lab",
    "progress": "/progress",
    "sign in": "/account/sign-in",
    "sign up": "/account/sign-up",
    "mail sent": "/account/mail-sent",
    "bad link": "/account/link?key=x",
    "nobody's data": "/your-data",
    "bookmarks": "/bookmarks",
    "search": "/search?q=hedaers",
    "nothing found": "/search?q=xyzzyplugh",
    "attempts": f"{GREET}/attempts",
    "solution": f"{GREET}/solution",
    "not found": f"{SPECIMEN}/reqests",
    "broken": f"{SPECIMEN}/broken",
    "style guide": "/styleguide",
}


def violations(page: Page) -> list[str]:
    """What axe finds, in words. Evaluated, not injected as an element: the page's policy refuses those."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(results => results.violations)")
    return [
        f"{violation['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def look_at_all(page: Page) -> dict[str, list[str]]:
    found = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if words := violations(page):
                found[f"{theme} {width}"] = words
    return found


@pytest.fixture
def context(browser: Browser, site: str) -> BrowserContext:
    return browser.new_context(base_url=site)


@pytest.mark.parametrize("name", PATHS)
def test_page(context: BrowserContext, name: str) -> None:
    page = context.new_page()
    page.goto(PATHS[name])
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    found = look_at_all(page)
    context.close()
    assert found == {}


def test_a_sample_that_is_edited(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SPECIMEN}/requests")
    page.get_by_role("button", name="Edit spec-split.py").click()
    expect(page.locator("#sample-spec-split .cm-content")).to_be_focused()
    page.keyboard.press("Enter")
    found = look_at_all(page)
    context.close()
    assert found == {}


def test_search_dialog(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").get_by_role("searchbox").fill("hedaers")
    expect(page.locator("dialog mark").first).to_be_visible()
    found = look_at_all(page)
    context.close()
    assert found == {}


@pytest.mark.sandbox
def test_verdicts(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(GREET)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('def greet(name):\n    print("hello")\n    return f"HELLO, {name}!"\n')
    page.get_by_role("button", name="Check").click()
    expect(page.locator(".check-failed").first).to_be_visible()
    expect(page.locator("#result")).not_to_have_attribute("aria-busy", "true")
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    found = look_at_all(page)
    page.locator("#attempts a").first.click()
    page.wait_for_load_state("networkidle")
    found |= {f"attempt, {key}": words for key, words in look_at_all(page).items()}
    context.close()
    assert found == {}


def test_quiz_answered(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{SPECIMEN}/quiz")
    for question in page.locator("fieldset").all():
        question.locator("input").last.check()
        question.get_by_role("button").click()
        expect(question.locator(".choice-why").first).to_be_visible()
    found = look_at_all(page)
    context.close()
    assert found == {}


@pytest.mark.sandbox
def test_run_without_scripts_is_accessible(browser: Browser, site: str) -> None:
    plain = browser.new_context(base_url=site, java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{SPECIMEN}/requests")
    page.get_by_role("button", name="Run spec-split.py").click()
    expect(page.locator(".verdict-state")).to_be_visible()
    address, cookies = page.url, plain.cookies()
    plain.close()
    scripted = browser.new_context(base_url=site)
    scripted.add_cookies(cookies)
    page = scripted.new_page()
    page.goto(address)
    found = look_at_all(page)
    scripted.close()
    assert found == {}
