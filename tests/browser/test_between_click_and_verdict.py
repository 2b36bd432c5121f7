"""What a visitor sees between click and verdict: that it is theirs, that it is new, and that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.conftest import specimen
from tests.browser.test_exercise import GREET, RIGHT, SHOUTED, replace_code, tab_to

from roadmap.runner import Unavailable
from roadmap.testing.site import Sites

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]

SLOW = "import time\n\nprint('begun', flush=True)\ntime.sleep(30)\n"
# Long enough for another check to end before it, and short enough for the time limit.
LATE = "import time\n\ntime.sleep(4)\n" + SHOUTED
FAILED = "Not yet: some requirements do not hold"
PASSED = "Every requirement holds"


def write(page: Page, code: str) -> None:
    page.locator(".cm-content").click()
    replace_code(page, code)


def test_a_new_verdict_in_the_same_words_is_seen_and_heard(page: Page) -> None:
    page.goto(GREET)
    write(page, SHOUTED)
    check = page.get_by_role("button", name="Check", exact=True)
    check.click()
    when = page.locator("[data-when]")
    expect(when).to_contain_text("Checked at")
    expect(page.locator("#live")).to_contain_text("Checked at")
    first = when.inner_text()
    page.wait_for_function(
        "then => Math.floor(Date.now() / 1000) > then", arg=page.evaluate("Math.floor(Date.now() / 1000)")
    )
    check.click()
    expect(page.locator("#attempts li")).to_have_count(2)
    expect(page.locator("[data-state]")).to_have_text(FAILED)
    expect(when).not_to_have_text(first)
    expect(page.locator("#live")).to_contain_text(when.inner_text())


def test_a_verdict_is_about_what_was_sent(page: Page) -> None:
    page.goto(GREET)
    write(page, RIGHT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text(PASSED)
    stale = page.locator("[data-stale]")
    expect(stale).to_be_hidden()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("# more\n")
    expect(stale).to_contain_text("For an earlier version")
    # Back to what was sent, and the verdict holds again.
    replace_code(page, RIGHT)
    expect(stale).to_be_hidden()


def test_who_edits_while_it_runs_is_told_that_the_verdict_is_on_what_was_sent(page: Page) -> None:
    page.goto(GREET)
    write(page, LATE)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text("Checking")
    write(page, RIGHT)
    expect(page.locator("[data-state]")).to_have_text(FAILED)
    expect(page.locator("[data-stale]")).to_be_visible()


def test_an_older_result_does_not_take_the_place_of_a_newer_one(page: Page) -> None:
    page.goto(GREET)
    write(page, LATE)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text("Checking")
    write(page, RIGHT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text(PASSED)
    shown = page.locator("[data-when]").inner_text()
    # The older one ends after it, and is history: asked for until it is there.
    done = """async () => {
      const answer = await fetch("/api/v1/me/submissions?exercise=specimen/greet");
      return (await answer.json()).submissions.every((each) => each.state === "finished");
    }"""
    page.wait_for_function(done, polling=200)
    expect(page.locator("[data-state]")).to_have_text(PASSED)
    expect(page.locator("[data-when]")).to_have_text(shown)


def test_a_check_is_cancelled_by_keyboard(page: Page) -> None:
    page.goto(GREET)
    write(page, SLOW)
    page.keyboard.press("Control+Shift+Enter")
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, "[data-cancel]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_have_text("Cancelled")
    expect(page.locator("[data-message]")).to_contain_text("Nothing of it counts")
    expect(page.locator("#live")).to_contain_text("Cancelled")
    expect(cancel).to_be_hidden()
    # Focus is where one can go on from.
    assert page.evaluate("document.activeElement.value") == "check"
    assert SLOW.splitlines()[0] in page.locator(".cm-content").inner_text()
    expect(page.locator("#attempts li")).to_contain_text("cancelled")


def test_a_run_is_cancelled_and_keeps_what_it_printed(page: Page) -> None:
    page.goto(GREET)
    write(page, SLOW)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-output] samp")).to_contain_text("begun")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-state]")).to_have_text("Cancelled")
    expect(page.locator("[data-output] samp")).to_contain_text("begun")


def test_a_sample_is_cancelled_by_the_button_that_started_it(page: Page) -> None:
    def slower(route: Route) -> None:
        """The same sample, with a program that takes its time."""
        route.continue_(post_data={"sample": "specimen/spec-split", "files": {"spec-split.py": SLOW}})

    page.goto("/learn/specimen/requests")
    page.route("**/api/v1/runs", slower)
    button = page.locator("form.sample-run button").first
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Cancel spec-split.py")
    assert page.evaluate("document.activeElement.matches('form.sample-run button')")
    with page.expect_response(lambda response: response.request.method == "DELETE") as cancelled:
        page.keyboard.press("Enter")
    assert cancelled.value.json()["state"] == "cancelled"
    expect(button).to_have_text("Run spec-split.py")
    expect(page.locator("figure.output figcaption").first).to_have_text("Cancelled")


TELL_WHEN_THERE = """
  new MutationObserver(() => {
    const there = [...document.querySelectorAll(".lab button")].some((each) => each.textContent === "Cancel");
    if (there) console.info("Cancel is there");
  }).observe(document.querySelector(".lab"), { childList: true, subtree: true });
"""


def test_a_lab_is_cancelled(page: Page) -> None:
    def hold(route: Route) -> None:
        """The server takes its time; everything else goes on."""
        if route.request.method != "POST":
            route.continue_()

    page.goto("/learn/specimen/header-lab")
    page.route("**/header-lab", hold)
    page.get_by_role("textbox", name="Headers").fill("X-Mine: yes")
    page.get_by_role("button", name="Send").focus()
    page.evaluate(TELL_WHEN_THERE)
    # Until the answer comes, or nobody waits for it any more, Playwright looks at nothing on the page.
    with page.expect_event("console", lambda message: message.text == "Cancel is there"):
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("Cancelled")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Headers")).to_have_value("X-Mine: yes")
    assert page.evaluate("document.activeElement.textContent") == "Send"


def test_without_scripts_the_waiting_page_has_the_button(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(GREET)
    page.get_by_label("greeting.py").fill(SLOW)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text("Checking")
    tab_to_plain(page, "Cancel")
    page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_have_text("Cancelled")
    assert page.get_by_label("greeting.py").input_value() == SLOW
    context.close()


def tab_to_plain(page: Page, name: str) -> None:
    """As `tab_to`, where no script can be asked what has the focus."""
    button = page.get_by_role("button", name=name)
    button.focus()
    expect(button).to_be_focused()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose queue takes nothing."""
    with Sites(tmp_path, runner=Unavailable("nothing is run here"), runtimes=tmp_path) as sites:
        app = sites.make(specimen(), runner="off", development=True, runner_queue=0)
        server: Any = waitress.create_server(app.app, host="127.0.0.1", port=0, threads=4)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(5)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_full_queue_leaves_the_code_in_the_editor(browser: Browser, full: str, scripts: bool) -> None:
    context = browser.new_context(base_url=full, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(GREET)
    if scripts:
        expect(page.locator(".cm-content")).to_be_visible()
        write(page, RIGHT)
    else:
        page.get_by_label("greeting.py").fill(RIGHT)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Check", exact=True).click()
    assert answer.value.status == 503 and int(answer.value.headers["retry-after"]) >= 1
    expect(page.locator("[data-state]")).to_have_text("Not sent")
    expect(page.locator("[data-message]")).to_contain_text("Please try again in")
    kept = page.locator(".cm-content").inner_text() if scripts else page.get_by_label("greeting.py").input_value()
    assert "name or 'world'" in kept
    context.close()
