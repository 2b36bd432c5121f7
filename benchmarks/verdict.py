"""How long a visitor waits for a verdict, against what one would write without a runner of one's own.

The same honest Flask program and the same eight checks, in one run on one machine, taking turns:

- `warm verdict`: the runner, as the site uses it;
- `fresh pytest`: a new `python -m pytest` inside bubblewrap for every submission, application in the same process;
- `warm, no walls`: the same checks in a process that has everything imported, forked, without any sandbox.

Prints medians and their ratio; ends with 1 if the warm verdict takes more than a fifth of the fresh pytest.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from roadmap.catalogue import Check
from roadmap.runner import Job, Runtime, State, open_runner, runtimes

HERE = Path(__file__).parent
WARMUP = """
from flask import Flask, jsonify, request

app = Flask("warmup")
app.add_url_rule("/", view_func=lambda: jsonify(request.get_json()), methods=["POST"])
with app.test_client() as client:
    client.post("/", json={})
    client.get("/nowhere")
"""
FLASK = Runtime("benchmark", HERE / "flask.txt", preload=("flask", "flask.testing"), warmup=WARMUP, plugin="benchmarks")
BOTH = Runtime("benchmark-pytest", HERE / "flask-pytest.txt", plugin="benchmarks")

APP = """
from flask import Flask, jsonify, request

app = Flask(__name__)
notes = {}


@app.get("/")
def home():
    return "<h1>Notes</h1>"


@app.post("/notes")
def add():
    text = (request.get_json(silent=True) or {}).get("text", "")
    if not text:
        return jsonify(error="text is missing"), 400
    notes[len(notes) + 1] = text
    return jsonify(id=len(notes), text=text), 201, {"Location": f"/notes/{len(notes)}"}


@app.get("/notes/<int:number>")
def show(number):
    if number not in notes:
        return jsonify(error="no such note"), 404
    return jsonify(id=number, text=notes[number])
"""

# `http` is the runner's fixture. The fresh pytest has one of the same name on Flask's own test client.
CHECKS = '''
import random as numbers


def test_home(http):
    """Shows a front page."""
    assert "Notes" in http.get("/").text, "The front page does not say Notes."


def test_created(http):
    """Answers 201 to a new note."""
    assert http.post("/notes", json={"text": "a"}).status_code == 201, "201 is expected."


def test_location(http):
    """Says where the new note is."""
    assert http.post("/notes", json={"text": "a"}).headers["Location"].startswith("/notes/"), "Location is missing."


def test_round_trip(http):
    """Gives back what it was given."""
    text = str(numbers.random())
    place = http.post("/notes", json={"text": text}).headers["Location"]
    assert text in http.get(place).text, "The text is not the one that was sent."


def test_type(http):
    """Answers with JSON."""
    kind = http.post("/notes", json={"text": "a"}).headers["Content-Type"]
    assert kind == "application/json", f"It is {kind}."


def test_missing(http):
    """Answers 404 to an unknown note."""
    assert http.get("/notes/99999").status_code == 404, "404 is expected."


def test_empty(http):
    """Refuses a note without text."""
    assert http.post("/notes", json={}).status_code == 400, "400 is expected."


def test_method(http):
    """Refuses other methods."""
    assert http.delete("/notes").status_code == 405, "405 is expected."
'''

CONFTEST = """
import pytest


@pytest.fixture
def http():
    from app import app

    return app.test_client()
"""

FORKING = """
import os, sys, time
sys.path.insert(0, sys.argv[1])
import pytest, flask, flask.testing
pytest.main([sys.argv[2], "-q", "-p", "no:cacheprovider"])
for line in sys.stdin:
    if os.fork() == 0:
        code = pytest.main([sys.argv[1] + "/test_checks.py", "-q", "-p", "no:cacheprovider"])
        os._exit(int(code))
    _, status = os.wait()
    print("DONE", os.waitstatus_to_exitcode(status), flush=True)
"""


def main() -> int:
    arguments = _arguments()
    root = runtimes.default_root()
    for runtime in (runtimes.JUDGE, FLASK, BOTH):
        runtimes.build(runtime, root, on_line=lambda line: print(line, file=sys.stderr))
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder))
        runner = open_runner({FLASK.name: FLASK}, data=Path(folder), slots=1)
        python = runtimes.find(BOTH, root) / "bin/python"
        forking = _start_forking(Path(folder), python)
        contestants: dict[str, Callable[[], None]] = {
            "warm verdict": lambda: _verdict(runner),
            "fresh pytest": lambda: _fresh(Path(folder), python),
            "warm, no walls": lambda: _forked(forking),
        }
        for contestant in contestants.values():
            contestant()
        times = {name: [] for name in contestants}
        for _ in range(arguments.rounds):
            for name, contestant in contestants.items():
                began = time.perf_counter()
                contestant()
                times[name].append(time.perf_counter() - began)
        forking.stdin.close()
        forking.wait()
        runner.close()
    return _report(times, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _write(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "app.py").write_text(APP)
    (folder / "test_checks.py").write_text(CHECKS)
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "warm").mkdir()
    (folder / "warm/test_warm.py").write_text("def test_passes(): pass\n\n\ndef test_fails(): assert 1 == 2\n")


def _verdict(runner) -> None:
    checks = tuple(
        Check(node.name, ast.get_docstring(node), node.lineno)
        for node in ast.parse(CHECKS).body
        if isinstance(node, ast.FunctionDef)
    )
    job = Job(
        "check", FLASK.name, {"app.py": APP}, program="wsgi", entry="app:app", checks=checks, checks_source=CHECKS
    )
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED, verdict


def _fresh(folder: Path, python: Path) -> None:
    runtime = python.parents[1]
    command = [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--ro-bind", "/usr", "/usr"),
        *("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev"),
        *(
            "--tmpfs",
            "/tmp",
            "--ro-bind",
            str(runtime),
            "/opt/runtime",
            "--ro-bind",
            str(folder),
            "/work",
            "--chdir",
            "/work",
        ),
        *("/opt/runtime/bin/python", "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_checks.py"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "8 passed" in done.stdout, done.stdout + done.stderr


def _start_forking(folder: Path, python: Path) -> subprocess.Popen[str]:
    command = [str(python), "-B", "-c", FORKING, str(folder), str(folder / "warm")]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment
    )


def _forked(process: subprocess.Popen[str]) -> None:
    process.stdin.write("go\n")
    process.stdin.flush()
    for line in process.stdout:
        if line.startswith("DONE"):
            assert line == "DONE 0\n", line
            return


def _report(times: dict[str, list[float]], arguments: argparse.Namespace) -> int:
    ratio = median(times["warm verdict"]) / median(times["fresh pytest"])
    figures = {
        name: {"median_ms": median(each) * 1000, "p95_ms": quantiles(each, n=20)[-1] * 1000}
        for name, each in times.items()
    }
    if arguments.json:
        print(json.dumps({"rounds": arguments.rounds, "ratio": ratio, **figures}, indent=1))
    else:
        for name, figure in figures.items():
            print(f"{name:15} median {figure['median_ms']:7.1f} ms   95 % {figure['p95_ms']:7.1f} ms")
        print(f"warm verdict / fresh pytest = {ratio:.3f} (at most 0.200 is wanted), {arguments.rounds} rounds")
    return int(ratio > 0.2)


if __name__ == "__main__":
    sys.exit(main())
