"""The map in a real browser: by keyboard alone, with a pointer, larger and smaller, on paper; and what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Thread

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.test_accessible import look_at_all
from tests.site.atlas import SECTIONS, sections_in

from roadmap.runner import Unavailable
from roadmap.testing.site import Sites

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with eleven sections."""
    folder = tmp_path_factory.mktemp("site")
    with (
        sections_in(tmp_path_factory.mktemp("atlas")) as plugins,
        Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites,
    ):
        server = waitress.create_server(sites.make(plugins, runner="off").app, host="127.0.0.1", port=0, threads=4)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(5)


@pytest.fixture
def context(browser: Browser, atlas: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=atlas, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    assert not errors, errors


def opened(page: Page, path: str = "/map") -> Page:
    """The map once it says what is done."""
    page.goto(path)
    expect(page.locator("[data-place=foundations] .map-state")).not_to_be_empty()
    return page


def press(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return str(page.evaluate("document.activeElement.getAttribute('href')"))


def test_arrow_keys_go_to_neighbours_and_enter_opens(page: Page) -> None:
    opened(page).locator("[data-place=sqlalchemy] h2 a").focus()
    assert press(page, "ArrowRight") == "/learn/django"
    assert press(page, "ArrowLeft") == "/learn/sqlalchemy"
    assert press(page, "ArrowDown") == "/learn/sqlalchemy/lesson-1"
    assert press(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown") == "/learn/fastapi"
    assert press(page, "ArrowUp") == "/learn/sqlalchemy/lesson-4"
    assert press(page, "ArrowRight").startswith("/learn/django/lesson-")
    # At the edge one stays, and so does the page.
    assert press(page, "ArrowRight").startswith("/learn/django/lesson-")
    page.locator("[data-place=foundations] h2 a").focus()
    before = page.evaluate("scrollY")
    assert press(page, "ArrowUp") == "/learn/foundations"
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/learn/foundations$"))


def test_tab_goes_through_every_link_in_order(page: Page) -> None:
    links = opened(page).locator("#map a")
    links.first.focus()
    expected = [link.get_attribute("href") for link in links.all()]
    assert len(expected) == sum(1 + lessons for _, lessons, *_ in SECTIONS.values())
    seen = [page.evaluate("document.activeElement.getAttribute('href')")]
    seen += [press(page, "Tab") for _ in expected[1:]]
    assert seen == expected


def marked(page: Page) -> tuple[set[str], set[str]]:
    """Where one is, and what leads there."""
    here, leads = (
        page.eval_on_selector_all(f".map-place.{name}", "places => places.map(place => place.dataset.place)")
        for name in ("here", "leads")
    )
    return set(here), set(leads)


def test_focus_marks_what_leads_here_exactly_as_the_pointer_does(page: Page) -> None:
    opened(page)
    for section, leads in (
        ("tornado", {"foundations", "fastapi", "sqlalchemy", "flask", "redis"}),
        ("foundations", set()),
    ):
        page.mouse.move(0, 0)
        page.locator(f"[data-place={section}] h2 a").focus()
        assert marked(page) == ({section}, leads)
        lines = page.locator(".map-lines path.leads").count()
        page.locator("h1").hover()
        page.evaluate("document.activeElement.blur()")
        assert marked(page) == (set(), set())
        page.locator(f"[data-place={section}]").hover(position={"x": 20, "y": 60})
        assert marked(page) == ({section}, leads)
        assert page.locator(".map-lines path.leads").count() == lines
        assert bool(lines) == bool(leads)


def test_lines_are_for_the_eye_only(page: Page) -> None:
    expect(opened(page).locator("#map > svg")).to_have_attribute("aria-hidden", "true")
    expect(page.locator(".map-lines path")).not_to_have_count(0)
    box = page.locator("[data-place=flask]").bounding_box()
    start = page.locator("[data-place=foundations]").bounding_box()
    line = page.locator(".map-lines path").first.bounding_box()
    assert box and start and line
    # From edge to edge, but for the width of the line itself.
    assert abs(line["y"] - (start["y"] + start["height"])) < 5
    assert abs(line["y"] + line["height"] - box["y"]) < 5


def test_zoom_has_buttons(page: Page) -> None:
    opened(page)
    width = "document.querySelector('[data-place=flask] h2').getBoundingClientRect().height"
    usual = page.evaluate(width)
    page.get_by_role("button", name="Larger").click()
    assert page.evaluate(width) > usual
    expect(page.locator("#live")).to_have_text("Size 125 percent.")
    page.get_by_role("button", name="back to the usual size").click()
    assert page.evaluate(width) == usual
    smaller = page.get_by_role("button", name="Smaller")
    smaller.focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    expect(smaller).to_be_focused()
    expect(smaller).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".map-lessons").first).to_be_hidden()
    assert page.evaluate(width) < usual
    # Arrow keys know what is to be seen.
    page.locator("[data-place=foundations] h2 a").focus()
    assert press(page, "ArrowDown") == "/learn/flask"


def test_states_are_words(page: Page, context: BrowserContext) -> None:
    opened(page)
    expect(page.locator("[data-recommended] h2 a")).to_have_text("Foundations")
    for number in range(1, 9):
        context.request.put(f"/api/v1/me/lessons/foundations/lesson-{number}")
    context.request.put("/api/v1/me/lessons/redis/lesson-2")
    opened(page)
    states = page.locator(".map-state")
    expect(states.nth(0)).to_have_text("Done")
    expect(states.nth(1)).to_have_text("Not begun")
    redis = page.locator("[data-place=redis]")
    expect(redis.locator(".map-state")).to_have_text("In progress: 1 of 4 lessons")
    expect(redis.locator(".map-next")).to_have_text("Recommended next")
    expect(page.locator(".map-next")).to_have_count(1)
    expect(redis.get_by_role("link", name=re.compile("Redis, part 2 ?, done"))).to_be_visible()
    expect(redis.get_by_role("link", name=re.compile("Redis, part 3 ?, next"))).to_be_visible()
    for number in (1, 3, 4):
        context.request.put(f"/api/v1/me/lessons/redis/lesson-{number}")
    # Each order goes on with its own.
    for path, title in (("/map", "Flask"), ("/map/article", "Django")):
        expect(opened(page, path).locator("[data-recommended] h2 a")).to_have_text(title)


def test_nothing_moves_when_states_come(page: Page, context: BrowserContext) -> None:
    context.request.put("/api/v1/me/lessons/flask/lesson-2")
    page.goto("/map", wait_until="commit")
    page.evaluate(
        """() => { window.moved = 0; new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.moved += entry.value;
        }).observe({type: "layout-shift", buffered: true}); }"""
    )
    expect(page.locator(".map-next")).to_be_visible()
    assert page.evaluate("moved") < 0.01


def test_on_paper_and_without_scripts_it_is_whole(browser: Browser, atlas: str) -> None:
    context = browser.new_context(base_url=atlas, java_script_enabled=False)
    page = context.new_page()
    page.goto("/map")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        for place in page.locator(".map-place").all():
            expect(place).to_be_visible()
        expect(page.get_by_role("link", name="Celery, part 3")).to_be_visible()
        expect(page.get_by_text("Better after: Redis, Flask")).to_be_visible()
    expect(page.locator(".map-zoom")).to_be_hidden()
    context.close()


def test_it_is_accessible_and_fits(page: Page, context: BrowserContext) -> None:
    context.request.put("/api/v1/me/lessons/flask/lesson-2")
    opened(page, "/map/article").locator("[data-place=conclusion] h2 a").focus()
    assert look_at_all(page) == {}
    page.set_viewport_size({"width": 320, "height": 800})
    page.get_by_role("button", name="Larger").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
