"""Reading in the browser: samples that run, ticks that stay, the theme, and quizzes that answer in place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = pytest.mark.browser

LESSON = "/learn/specimen/requests"


@pytest.mark.sandbox
def test_a_sample_runs_in_place(page: Page) -> None:
    page.goto(LESSON)
    page.get_by_role("button", name="Run spec-split.py").click()
    output = page.locator("figure.output").first
    expect(output.locator("figcaption")).to_contain_text("The program ended normally")
    expect(output.locator("pre")).to_contain_text("/search?q=tea")


@pytest.mark.sandbox
def test_a_sample_runs_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(LESSON)
    page.get_by_role("button", name="Run spec-split.py").click()
    expect(page.locator(".verdict-state")).to_have_text("The program ended normally")
    expect(page.locator("samp")).to_contain_text("/search?q=tea")
    page.get_by_role("link", name="Back to the lesson").click()
    expect(page).to_have_url(f"{site}{LESSON}")
    context.close()


@pytest.mark.sandbox
def test_a_sample_is_changed_run_and_brought_back_by_keyboard(page: Page) -> None:
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    page.goto(LESSON)
    page.wait_for_load_state("networkidle")
    reading = list(scripts)
    figure, output = page.locator("#sample-spec-split"), page.locator("#sample-spec-split + figure.output")
    shown, caption = figure.locator("pre"), output.locator("figcaption")
    height, original = shown.bounding_box()["height"], output.inner_text()
    figure.get_by_role("button", name="Edit spec-split.py").press("Enter")
    editor = figure.get_by_role("textbox", name="Your version of spec-split.py")
    expect(editor).to_be_focused()
    assert len(scripts) > len(reading), "the editor is loaded when it is wanted"
    assert not shown.is_visible()
    assert abs(figure.locator(".sample-editor").bounding_box()["height"] - height) <= 4
    reset = figure.get_by_role("button", name="Reset")
    expect(reset).to_be_disabled()

    page.keyboard.press("Control+a")
    # Typed over colored text, the browser would first try to keep its color, which the policy refuses and logs.
    page.keyboard.press("Delete")
    page.keyboard.insert_text("print('mine')")
    page.keyboard.press("Control+Enter")
    expect(caption).to_contain_text("Output of your version at ")
    expect(output.locator("samp")).to_have_text("mine\n")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(reset).to_be_focused()
    page.keyboard.press("Enter")
    expect(caption).to_contain_text("Output")
    expect(editor).to_be_focused()
    assert output.inner_text() == original
    assert editor.inner_text().startswith('"""Takes a request line apart."""')

    figure.get_by_role("button", name="Run spec-split.py").click()
    expect(caption).to_contain_text("Output of your run at ")
    figure.get_by_role("button", name="Close spec-split.py").click()
    expect(shown).to_be_visible()
    expect(editor).not_to_be_visible()


@pytest.mark.sandbox
def test_a_sample_is_changed_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(LESSON)
    page.get_by_role("link", name="Edit spec-split.py").click()
    page.get_by_label("spec-split.py").fill("print('mine')\n")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Output of your version")).to_be_visible()
    expect(page.locator("#result samp")).to_have_text("mine\n")
    page.get_by_role("link", name="Back to the lesson").click()
    expect(page).to_have_url(f"{site}{LESSON}#sample-spec-split")
    context.close()


def test_what_is_done_stays_done(page: Page) -> None:
    page.goto(LESSON)
    button = page.get_by_role("button", name="Mark as done")
    button.click()
    expect(page.get_by_role("button", name="Mark as not done")).to_be_visible()
    page.goto("/")
    expect(page.locator("#resume")).to_contain_text("1 of 2 lessons done")
    expect(page.locator("#resume a")).to_have_text(["What a request is made of", "What comes back"])
    page.goto("/progress")
    expect(page.get_by_text("1 of 2 lessons done")).to_be_visible()
    page.goto(LESSON)
    page.get_by_role("button", name="Mark as not done").click()
    expect(page.get_by_role("button", name="Mark as done")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/learn/specimen", LESSON])
def test_what_is_personal_is_one_small_call(page: Page, path: str) -> None:
    page.goto(LESSON)
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Mark as not done")).to_be_visible()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    (personal,) = [each for each in answers if "public" not in (each.header_value("Cache-Control") or "")]
    assert personal.url.endswith("/api/v1/me/progress")
    assert len(personal.body()) < 1_000


def test_the_theme_is_chosen_before_the_first_paint(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Color theme").select_option("dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(17, 20, 24)"
    page.goto(LESSON, wait_until="commit")
    page.wait_for_selector("h1", state="attached")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(background) == "rgb(17, 20, 24)"


def test_copying(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(LESSON)
    page.get_by_role("button", name="Copy headers.py").click()
    expect(page.locator("#live")).to_have_text("Copied to the clipboard.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("def content_type(headers")


def test_the_contents_say_where_one_is(page: Page) -> None:
    page.goto(f"{LESSON}#headers")
    expect(page.locator(".toc [aria-current]")).to_have_text("Headers")


def test_a_question_answers_in_place(page: Page) -> None:
    page.goto("/learn/specimen/quiz")
    question = page.locator("fieldset").first
    question.get_by_role("button", name="Answer").click()
    expect(question).to_contain_text("Choose an answer first.")
    question.get_by_label("DELETE").check()
    question.get_by_role("button", name="Answer").click()
    expect(question).to_contain_text("Wrong. It is idempotent, but it changes something.")
    expect(question).to_contain_text("Right. It is GET without the body.")
    get, head, delete = question.locator("input").all()
    delete.uncheck()
    get.check()
    head.check()
    question.get_by_role("button", name="Answer").click()
    expect(question.locator(".question-row")).to_contain_text("Right.")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/learn/specimen",
        LESSON,
        "/learn/specimen/exercises/greet",
        "/learn/specimen/quiz",
        "/search?q=get",
        "/learn/specimen/print",
    ],
)
def test_no_layout_shift_and_no_sideways_scrolling(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("window.shift") < 0.02
    context.close()
