"""Building runtimes: whole or not at all, once, and pinned."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from roadmap.runner import Runtime, runtimes

PINNED = "itsdangerous==2.2.0\n"


@pytest.fixture
def runtime(tmp_path):
    def make(requirements, name="small"):
        path = tmp_path / f"{name}.txt"
        path.write_text(requirements)
        return Runtime(name, path, plugin="acme")

    return make


def test_built_once_and_usable(runtime, tmp_path):
    lines = []
    small = runtime(PINNED)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: runtimes.build(small, tmp_path / "root", lines.append), range(2))
    assert first == second == runtimes.find(small, tmp_path / "root")
    assert sum("installing" in line for line in lines) == 1
    answer = subprocess.run([first / "bin/python", "-c", "import itsdangerous"], check=False)
    assert answer.returncode == 0
    assert list(first.glob("lib/*/site-packages/itsdangerous/__pycache__/*.pyc"))
    assert runtimes.versions(first).keys() == {"python", "itsdangerous"}
    assert first.stat().st_mode & 0o777 == 0o755


def test_listed_and_removed(runtime, tmp_path):
    path = runtimes.build(runtime(PINNED), tmp_path, lambda line: None)
    assert [(found.name, found.path) for found in runtimes.installed(tmp_path)] == [("small", path)]
    runtimes.remove(path)
    assert runtimes.installed(tmp_path) == []
    assert not [entry for entry in tmp_path.iterdir() if entry.name.startswith(".removing")]


def test_other_requirements_are_another_runtime(runtime, tmp_path):
    before = runtimes.path_of(runtime(PINNED), tmp_path)
    assert runtimes.path_of(runtime(PINNED + "# changed\n"), tmp_path) != before


@pytest.mark.parametrize(
    ("requirements", "words"),
    [
        ("no-such-distribution-of-ours==1\n", "cannot be built"),
        ("this is no requirement\n", "cannot be built"),
        ("Werkzeug==3.1.9\n", "does not pin everything"),
    ],
)
def test_broken_build_leaves_nothing_and_names_the_file(runtime, tmp_path, requirements, words):
    broken = runtime(requirements)
    with pytest.raises(runtimes.RuntimeProblem, match=words) as problem:
        runtimes.build(broken, tmp_path / "root", lambda line: None)
    assert str(broken.requirements) in str(problem.value)
    assert "acme" in str(problem.value)
    assert [entry.name for entry in (tmp_path / "root").iterdir()] == [".small.lock"]


def test_name_is_checked(runtime, tmp_path):
    with pytest.raises(runtimes.RuntimeProblem, match="lower-case"):
        runtimes.build(Runtime("../x", runtime(PINNED).requirements), tmp_path)


def test_missing_one_says_what_to_type(runtime, tmp_path):
    with pytest.raises(runtimes.RuntimeProblem, match="roadmap runtimes build"):
        runtimes.find(runtime(PINNED), tmp_path)


def test_judge_is_pinned(declared):
    path = runtimes.find(runtimes.JUDGE, runtimes.default_root())
    assert json.loads((path / "roadmap-runtime.json").read_text())["pytest"] == "9.2.0"
