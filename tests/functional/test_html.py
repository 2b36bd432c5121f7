"""Every page of the site through the Nu HTML checker: no error and no warning. `make html` runs this; it needs Java."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import specimen
from tests.functional.crawling import Crawl
from webtest import TestApp, TestResponse

from roadmap.catalogue import Exercise
from roadmap.learning import start_dispatcher
from roadmap.plugins import discover

pytestmark = [pytest.mark.html, pytest.mark.sandbox]

PATIENCE = 120
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


def judged(app: TestApp, page: TestResponse) -> TestResponse:
    """The page when nothing waits on it any more: until then it has itself loaded again."""
    deadline = time.monotonic() + PATIENCE
    while page.html.find("meta", attrs={"http-equiv": "refresh"}):
        assert time.monotonic() < deadline, page.request.path
        page = app.get(page.request.path_qs)
    return page


def sent(app: TestApp, exercise: Exercise, files: dict[str, str], action: str = "check") -> TestResponse:
    form = app.get(exercise.url).forms["work"]
    for name in exercise.edit:
        form[f"file:{name}"] = files[name]
    return judged(app, form.submit("action", value=action).follow())


def learned(app: TestApp, section: str) -> dict[str, TestResponse]:
    """What pages become by use: verdicts of each kind, somebody's own lists, answers, results of labs."""
    found = app.app.registry.catalogue.section(section)
    exercise = found.exercises[0]
    pages = {
        "refused": app.post(f"{exercise.url}/attempts", status=403, headers=FOREIGN),
        "closed solution": app.get(f"{exercise.url}/solution", status=403),
        "starter": sent(app, exercise, exercise.starter),
        "no Python": sent(app, exercise, dict.fromkeys(exercise.edit, "def (:\n")),
        "run": sent(app, exercise, exercise.starter, action="run"),
        "solved": sent(app, exercise, exercise.solution),
        "attempts": app.get(f"{exercise.url}/attempts"),
        "solution": app.get(f"{exercise.url}/solution"),
        "quiz, empty": app.post(found.quiz.url),
        "quiz": app.post(found.quiz.url, {f"q:{question.id}": "0" for question in found.quiz.questions}),
        "done": app.post(f"{found.lessons[0].url}/done").follow(),
        "sample": judged(app, app.post(f"{found.samples[0].url}/run").follow()),
        "own sample": judged(app, app.post(f"{found.samples[0].url}/run", {"code": "print(1 / 0)\n"}).follow()),
    }
    for lab in app.app.registry.labs[section]:
        if form := app.get(lab.url).forms.get("lab"):
            pages[lab.url] = form.submit()
    return pages


def full(app: TestApp, section: str) -> dict[str, TestResponse]:
    """What one gets to see when everything waits."""
    found = app.app.registry.catalogue.section(section)
    exercise, sample = found.exercises[0], found.samples[0]
    return {
        "exercise, full": app.post(f"{exercise.url}/attempts", status=503),
        "sample, full": app.post(f"{sample.url}/run", {"code": "print()\n"}, status=503),
        "run, full": app.post(f"{sample.url}/run", status=503),
    }


def complaints(pages: dict[str, TestResponse], folder: Path) -> list[str]:
    """What the checker says about the pages, with their names; `folder` is for their files."""
    jar = os.environ.get("VNU_JAR")
    assert jar, "VNU_JAR says where vnu.jar is: use `make html`"
    names = {}
    folder = folder / "pages"
    folder.mkdir()
    for number, (name, page) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_bytes(page.body)
        names[path.as_uri().removeprefix("file://")] = name
    command = ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    messages = json.loads(checked.stdout)["messages"]
    return [
        f"{names[message['url'].removeprefix('file:')]}, line {message.get('lastLine')}: {message['message']}"
        f" {message.get('extract', '')!r}"
        for message in messages
        if message["type"] in ("error", "non-document-error") or message.get("subType") == "warning"
    ]


def test_the_checker_finds_errors(make_app: Callable[..., Any], tmp_path: Path) -> None:
    page = make_app(runner="off").get("/")
    page.body = page.body.replace(b"<main", b'<main wrong="yes"')
    assert any("“wrong”" in words for words in complaints({"/": page}, tmp_path))


def test_pages_of_the_sections_that_we_ship(make_app: Callable[..., Any], tmp_path: Path) -> None:
    limits = {"rate_submissions": 1000, "rate_address": 10_000}
    app = make_app(plugins=discover(), dispatch=True, **limits)
    start_dispatcher(app.app.registry)
    pages: dict[str, TestResponse] = {}
    for section in app.app.registry.catalogue.sections:
        pages |= {f"{section.id}: {name}": page for name, page in learned(app, section.id).items()}
    pages |= Crawl(app, app.app.registry.roadmap.public_url).run("/progress").html()
    assert len(pages) > 250
    assert complaints(pages, tmp_path) == []


def test_pages_with_everything_that_a_page_can_show(make_app: Callable[..., Any], tmp_path: Path) -> None:
    app = make_app(plugins=specimen(), runner="off", runner_queue=0)
    broken = "/learn/specimen/broken"
    pages = {**full(app, "specimen"), broken: app.get(broken, status=500)}
    pages |= Crawl(TestApp(app.app), app.app.registry.roadmap.public_url).run().html()
    assert complaints(pages, tmp_path) == []
