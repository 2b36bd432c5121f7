"""`roadmap check` refuses a broken copy of a section that we ship, and says in which file and line it is broken."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.functional.conftest import ROOT

pytestmark = pytest.mark.sandbox

CONFIGURATION = "[app:main]\nuse = egg:roadmap\nroadmap.data = {data}\nroadmap.development = true\n"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path} has changed: {old!r} is gone"
    path.write_text(text.replace(old, new, 1))


def without_a_lesson(section: Path) -> None:
    # As after a lesson was deleted to which nothing links: it was published once, and is not there any more.
    replace(section / "content/ids.toml", "[lessons]\n", "[lessons]\nonce-there = {}\n")


def with_changed_output(section: Path) -> None:
    replace(section / "content/10-micro.md", "/hello/Ada -> 200 OK text/html", "/hello/Ada -> 201 OK text/html")


def with_a_wrong_answer_that_passes(section: Path) -> None:
    exercise = section / "exercises/url-shortener"
    wrong = sorted(exercise.glob("wrong/*/app.py"))[0]
    # Not to the letter the solution: that is found without running anything.
    wrong.write_text((exercise / "solution/app.py").read_text() + "\n# as good\n")


def with_one_exercise(section: Path) -> None:
    """Nothing wrong; but what is not asked about here need not be run: all other exercises, and most wrong answers."""
    exercises = {path.name: path for path in (section / "exercises").iterdir()}
    for wrong in sorted(exercises.pop("url-shortener").glob("wrong/*"))[3:]:
        shutil.rmtree(wrong)
    others = "|".join(exercises)
    for path in exercises.values():
        shutil.rmtree(path)
    for page in (section / "content").glob("*.md"):
        page.write_text(re.sub(rf"\[([^]]+)\]\(exercise:flask/(?:{others})\)", r"\1", page.read_text()))
    ids = section / "content/ids.toml"
    ids.write_text(re.sub(rf"^(?:{others}) = .*\n", "", ids.read_text(), flags=re.MULTILINE))


def with_a_dead_link(section: Path) -> None:
    replace(section / "content/10-micro.md", "(exercise:flask/url-shortener)", "(exercise:flask/url-shortner)")


def told_by_check(tmp_path: Path, *damages: Callable[[Path], None]) -> str:
    """What `roadmap check flask` says of a copy of the section with all of `damages`, which it must refuse."""
    copy = tmp_path / "src"
    shutil.copytree(
        ROOT / "plugins/roadmap-flask/src", copy, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    for damage in damages:
        damage(copy / "roadmap_flask")
    ini = tmp_path / "site.ini"
    ini.write_text(CONFIGURATION.format(data=tmp_path / "data"))
    done = subprocess.run(
        [Path(sys.executable).parent / "roadmap", "-c", ini, "check", "flask"],
        # The copy stands before the installed one on the path.
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 1, told
    assert not re.search("^Traceback", told, re.MULTILINE), told
    return told


def says(told: str, where: str, words: str) -> bool:
    return any(re.search(where, line) and words in line for line in told.splitlines())


def test_what_only_running_it_shows(tmp_path: Path) -> None:
    told = told_by_check(
        tmp_path, with_one_exercise, without_a_lesson, with_changed_output, with_a_wrong_answer_that_passes
    )
    assert says(told, r"content/ids\.toml:\d+", "lesson once-there is gone"), told
    assert says(told, r"content/10-micro\.md:\d+", "output"), told
    assert says(told, r"exercises/url-shortener/wrong/[^:]+:\d+", "passed"), told


def test_a_dead_link(tmp_path: Path) -> None:
    told = told_by_check(tmp_path, with_a_dead_link)
    assert says(told, r"content/10-micro\.md:\d+", "url-shortner"), told
