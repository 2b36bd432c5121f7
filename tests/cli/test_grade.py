"""`roadmap grade` and `roadmap run`: what a learner would get, with exit codes that a script can go by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import PKGS, Command

EXERCISE = PKGS / "good" / "roadmap_good" / "exercises" / "double"


@pytest.fixture
def built(roadmap: Command) -> Command:
    """The command, on a machine whose runtimes are built."""
    answer = roadmap("runtimes", "build")
    assert answer.returncode == 0, answer.stderr
    return roadmap


@pytest.mark.sandbox
def test_a_solution_passes(built: Command) -> None:
    answer = built("grade", "good/double", str(EXERCISE / "solution"))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Passed" in answer.stdout


@pytest.mark.sandbox
def test_a_wrong_answer_fails_with_the_words_of_its_check(built: Command) -> None:
    answer = built("grade", "good/double", str(EXERCISE / "wrong" / "square"))
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "failed" in answer.stdout and "Failed" in answer.stdout


@pytest.mark.sandbox
def test_a_verdict_is_repeated_by_its_seed(built: Command) -> None:
    arguments = ("grade", "good/double", str(EXERCISE / "wrong" / "square"), "--seed", "7", "--json")
    first, again = (json.loads(built(*arguments).stdout) for _ in range(2))
    assert first["seed"] == again["seed"] == 7
    assert first["checks"] == again["checks"] and first["state"] == "failed"


@pytest.mark.sandbox
def test_a_program_is_run_and_its_output_is_where_it_was_written(built: Command, tmp_path: Path) -> None:
    file = tmp_path / "hello.py"
    file.write_text("import sys\nprint('out')\nprint('err', file=sys.stderr)\n")
    answer = built("run", str(file), "--runtime", "good")
    assert (answer.returncode, answer.stdout) == (0, "out\n"), answer.stderr
    assert "err\n" in answer.stderr


@pytest.mark.sandbox
def test_a_program_that_raises_is_told_by_the_exit_code(built: Command, tmp_path: Path) -> None:
    file = tmp_path / "broken.py"
    file.write_text("1 / 0\n")
    answer = built("run", str(file), "--runtime", "good")
    assert answer.returncode == 1
    assert "ZeroDivisionError" in answer.stderr + answer.stdout


def test_where_nothing_can_be_run_the_exit_code_is_another(
    roadmap: Command, ini: Callable[..., Path], tmp_path: Path
) -> None:
    answer = roadmap("grade", "good/double", str(EXERCISE / "solution"), config=ini(runner="off"))
    assert answer.returncode == 3
    assert "not the program's fault" in answer.stdout and "roadmap.runner = off" in answer.stdout
    file = tmp_path / "hello.py"
    file.write_text("print(1)\n")
    assert roadmap("run", str(file), "--runtime", "good", config=ini(runner="off")).returncode == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("grade", "good/nope", "."), "there is no exercise 'good/nope'; there are: good/double"),
        (("grade", "good/double", "."), "has none of the files that good/double asks for: doubling.py"),
        (("grade", "good/double", "nowhere"), "nowhere"),
        (("run", "site.ini", "--runtime", "nope"), "there is no runtime 'nope'; there are: good"),
    ],
)
def test_what_cannot_be_done_is_said(roadmap: Command, arguments: tuple[str, ...], words: str) -> None:
    answer = roadmap(*arguments)
    assert answer.returncode == 2
    assert words in " ".join(answer.stderr.split())
