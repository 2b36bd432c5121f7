"""What issue and README promise a visitor, in a real browser on a real server, with the sections that we ship."""

from __future__ import annotations

import importlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.sandbox]

NOT_YET = "Not yet: some requirements do not hold"
DONE = "Every requirement holds"
SECONDS = 60_000


@dataclass(frozen=True)
class Journey:
    """Where a visitor goes: a lesson with a sample, and an exercise that edits one file."""

    section: str
    lesson: str
    prints: str
    exercise: str
    file: str

    @property
    def folder(self) -> Path:
        package = importlib.import_module(f"roadmap_{self.section}")
        return Path(str(package.__file__)).parent / "exercises" / self.exercise

    @property
    def url(self) -> str:
        return f"/learn/{self.section}/exercises/{self.exercise}"


JOURNEYS = [
    Journey("flask", "micro", "Hello, Ada!", "url-shortener", "app.py"),
    Journey("redis", "what-is-redis", "Hello from Redis", "leaderboard", "board.py"),
]


def type_code(page: Page, code: str) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(code)


def check(page: Page, code: str, state: str) -> None:
    type_code(page, code)
    # The words may be those of the verdict before, and "Checking" is only shown where it takes long: the result is new
    # when this submission was taken and the result is no longer busy.
    with page.expect_response(lambda answer: answer.url.endswith("/submissions") and answer.status == 202):
        page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#result")).not_to_have_attribute("aria-busy", "true", timeout=SECONDS)
    expect(page.locator("#result [data-state]")).to_have_text(state)


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.section)
def test_from_home_to_a_solved_exercise_and_back_after_a_restart(
    journey: Journey, browser: Browser, server: Server
) -> None:
    context = browser.new_context(base_url=server.url)
    page = context.new_page()

    page.goto("/")
    page.locator(f"main a[href='/learn/{journey.section}']").first.click()
    page.locator(f"main a[href='/learn/{journey.section}/{journey.lesson}']").first.click()
    sample = page.locator("figure.sample").first
    sample.get_by_role("button", name="Run").click()
    # The page shows what the sample is known to print; this heading is there only after a run of one's own.
    output = page.locator("figure.sample + figure.output").first
    expect(output).to_contain_text("Output of your run", timeout=SECONDS)
    expect(output).to_contain_text(journey.prints)

    page.goto(journey.url)
    expect(page.locator(".cm-content").first).to_be_visible()
    feedback_seen = set()
    wrong_answers = sorted(journey.folder.glob("wrong/*/wrong.toml"))
    assert len(wrong_answers) >= 2
    for answer in wrong_answers:
        words = tomllib.loads(answer.read_text())["words"]
        check(page, (answer.parent / journey.file).read_text(), NOT_YET)
        feedback = page.locator(".check-failed .check-feedback", has_text=words).first
        expect(feedback).to_be_visible()
        feedback_seen.add(words)
    assert len(feedback_seen) == len(wrong_answers), "each wrong answer has feedback of its own"

    check(page, (journey.folder / "solution" / journey.file).read_text(), DONE)
    expect(page.locator("#solved")).to_be_visible()

    type_code(page, "# where I left off\n")
    expect(page.locator(".saved")).to_have_text("Draft saved", timeout=SECONDS)

    server.kill()
    server.start()

    page.goto(journey.url)
    expect(page.locator(".cm-content").first).to_contain_text("# where I left off")
    page.goto("/progress")
    expect(page.get_by_text("Passed", exact=True)).to_be_visible()
    context.close()
