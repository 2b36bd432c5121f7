"""An exercise in the browser: by keyboard alone, without scripts, and with what one typed still there afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]

GREET = "/learn/specimen/exercises/greet"
RIGHT = "def greet(name):\n    return f\"Hello, {name or 'world'}!\"\n"
SHOUTED = 'def greet(name):\n    print("greeting", name)\n    return f"HELLO, {name}!"\n'


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor whose browser runs no scripts."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    yield context.new_page()
    context.close()


def replace_code(page: Page, code: str) -> None:
    page.keyboard.press("Control+a")
    # Chromium itself styles what is inserted over a selection in an editable element; the policy would say so aloud.
    page.keyboard.press("Delete")
    page.keyboard.insert_text(code)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} can't be reached with Tab")


def test_by_keyboard_alone(page: Page) -> None:
    page.goto(GREET)
    expect(page.locator(".cm-content")).to_be_visible()
    tab_to(page, ".cm-content")
    replace_code(page, SHOUTED)
    # Tab indents within the editor; Escape, then Tab leaves it.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.matches('.cm-content')")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Shift+Enter")
    result = page.locator("#result")
    expect(result.locator("[data-state]")).to_have_text("Not yet: some requirements do not hold")
    expect(result.locator("[data-state]")).to_be_in_viewport()
    failed = result.locator(".check-failed").first
    expect(failed.locator(".check-feedback")).to_contain_text("not shouted")
    expect(failed.locator(".compare pre").first).to_contain_text("Hello")
    expect(page.locator("#live")).to_contain_text("of 2 hold")

    replace_code(page, RIGHT)
    page.keyboard.press("Escape")
    tab_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    expect(result.locator("[data-state]")).to_have_text("Every requirement holds")
    expect(result.locator(".check-passed")).to_have_count(2)
    expect(page.locator("#solved")).to_be_visible()
    expect(page.locator("#attempts li")).to_have_count(2)


def test_run_prints_what_the_program_prints(page: Page) -> None:
    page.goto(GREET)
    page.locator(".cm-content").click()
    replace_code(page, "print('it ran')\n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-output] samp")).to_contain_text("it ran")
    expect(page.locator("[data-state]")).to_have_text("The program ended normally")


def test_a_draft_is_there_on_return(page: Page) -> None:
    page.goto(GREET)
    page.locator(".cm-content").click()
    replace_code(page, "# half a thought\n")
    expect(page.locator(".saved")).to_have_text("Draft saved")
    page.goto("/")
    page.goto(GREET)
    expect(page.locator(".cm-content")).to_contain_text("# half a thought")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".cm-content")).to_contain_text("def greet(name: str)")


def test_two_windows_do_not_overwrite_each_other(page: Page) -> None:
    page.goto(GREET)
    other = page.context.new_page()
    other.goto(GREET)
    other.locator(".cm-content").click()
    replace_code(other, "# from the other window\n")
    expect(other.locator(".saved")).to_have_text("Draft saved")
    page.locator(".cm-content").click()
    replace_code(page, "# from this window\n")
    expect(page.locator(".saved")).to_contain_text("Another window saved a different draft")
    page.get_by_role("button", name="Take that one").click()
    expect(page.locator(".cm-content")).to_contain_text("# from the other window")


def test_several_files_are_tabs(page: Page) -> None:
    page.goto("/learn/specimen/exercises/shelf")
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_text(["shelf.py", "templates/page.html"])
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator(".cm-content:visible")).to_contain_text("{% for title in titles %}")


def test_without_scripts(plain: Page) -> None:
    plain.goto(GREET)
    area = plain.get_by_label("greeting.py")
    assert "def greet" in area.input_value()
    area.fill(SHOUTED)
    plain.get_by_role("button", name="Check").click()
    expect(plain.locator("[data-state]")).to_have_text("Not yet: some requirements do not hold")
    expect(plain.locator(".check-feedback").first).to_contain_text("not shouted")
    assert plain.get_by_label("greeting.py").input_value() == SHOUTED

    plain.get_by_label("greeting.py").fill(RIGHT)
    plain.get_by_role("button", name="Check").click()
    expect(plain.locator("[data-state]")).to_have_text("Every requirement holds")
    plain.get_by_role("link", name="Compare with the solution").click()
    expect(plain.locator("h1")).to_have_text("A solution")
    plain.goto(f"{GREET}/attempts")
    expect(plain.locator(".listing li")).to_have_count(2)
    plain.goto("/progress")
    expect(plain.get_by_text("Passed", exact=True)).to_be_visible()


def test_the_solution_waits_for_a_try(plain: Page) -> None:
    answer = plain.goto(f"{GREET}/solution")
    assert answer is not None and answer.status == 403
    expect(plain.locator("pre")).to_have_count(0)
    plain.goto(GREET)
    plain.get_by_role("button", name="Check").click()
    expect(plain.locator("[data-state]")).to_have_text("Not yet: some requirements do not hold")
    plain.goto(f"{GREET}/solution")
    plain.get_by_role("button", name="Show me the solution").click()
    expect(plain.locator("pre")).to_contain_text("or 'world'")
