"""A runner with the real Flask, FastAPI, Tornado and Redis, and a short way to write an exercise inline."""

import ast
import tempfile
from pathlib import Path

import pytest

from roadmap.catalogue import Check, Limits
from roadmap.runner import Job, Runtime, open_runner, runtimes

REQUIREMENTS = Path(__file__).parent / "runtimes"
FLASK = Runtime("flask", REQUIREMENTS / "flask.txt", preload=("flask", "flask.testing"), plugin="tests")
FASTAPI = Runtime("fastapi", REQUIREMENTS / "fastapi.txt", preload=("fastapi",), plugin="tests")
TORNADO = Runtime("tornado", REQUIREMENTS / "tornado.txt", plugin="tests")
REDIS = Runtime("redis", REQUIREMENTS / "redis.txt", preload=("redis",), plugin="tests")


@pytest.fixture(scope="session")
def declared():
    """Runtimes by name, built."""
    root = runtimes.default_root()
    for runtime in (runtimes.JUDGE, FLASK, FASTAPI, TORNADO, REDIS):
        runtimes.build(runtime, root, on_line=lambda line: None)
    return {"flask": FLASK, "fastapi": FASTAPI, "tornado": TORNADO, "redis": REDIS}


@pytest.fixture(scope="session")
def runner(declared):
    with tempfile.TemporaryDirectory() as data:
        runner = open_runner(declared, data=Path(data), slots=2)
        assert runner.problem() is None
        yield runner
        runner.close()


@pytest.fixture(scope="session")
def check_job():
    """`check_job(checks.py, {"app.py": …})`: a job that grades, its checks declared as the loader would."""

    def make(checks: str, files: dict[str, str], **options) -> Job:
        declared = tuple(
            Check(node.name, (ast.get_docstring(node) or node.name).splitlines()[0], node.lineno)
            for node in ast.parse(checks).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        )
        settings = {"runtime": "flask", "program": "wsgi", "id": "test", "exercise": "tests/inline", **options}
        # What is right takes long on a busy machine; what is to be stopped has limits of its own.
        settings.setdefault("limits", Limits(wall_seconds=60))
        return Job(kind="check", files=files, checks=declared, checks_source=checks, **settings)

    return make
