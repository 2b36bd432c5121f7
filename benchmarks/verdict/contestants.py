"""Those that take turns: our runner, a fresh pytest in bubblewrap, the same stripped, and a warm one without walls."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from benchmarks.verdict.exercise import OUTSIDE, Exercise
from roadmap.runner import State
from roadmap.runner.runner import Runner

_STRIPPED = ("-q", "-p", "no:cacheprovider")
_PLAIN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
_ENVIRONMENT = {
    **_PLAIN,
    # Whatever else is installed has no say, and costs no time.
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}


class Contestant(Protocol):
    def once(self) -> None:
        """Grade the program once.

        :raises AssertionError: it did not pass.
        """

    def close(self) -> None: ...


class Warm:
    """The runner, as the site uses it."""

    def __init__(self, runner: Runner, exercise: Exercise) -> None:
        self._runner, self._exercise = runner, exercise
        self.phases: list[tuple[float, float, float]] = []
        """Of each run, in seconds: until the program was up, to its last check, and from there to the verdict."""

    def once(self) -> None:
        checked: list[float] = []
        began = time.perf_counter()
        verdict = self._runner.execute(
            self._exercise.job(), lambda event: checked.append(time.perf_counter()) if event.kind == "check" else None
        )
        ended = time.perf_counter()
        assert verdict.state is State.PASSED, verdict
        start = verdict.phases.started
        self.phases.append((start, checked[-1] - began - start, ended - checked[-1]))

    def close(self) -> None:
        pass


class Fresh:
    """What one would do who has no runner: for each submission a new `python -m pytest` in bubblewrap, as it comes.

    The program has a process of its own with the usual server of its kind, and the checks meet it from outside, as in
    the runner. Program, checks and fixtures are as new as a submission; what is installed has been compiled.
    """

    def __init__(self, exercise: Exercise, runtime: Path) -> None:
        self._exercise, self._runtime = exercise, runtime
        self._places = tempfile.TemporaryDirectory(dir=_memory())
        self._runs = 0

    def once(self) -> None:
        self._runs += 1
        place = Path(self._places.name, str(self._runs))
        one = self._exercise
        _lay_out(
            place,
            {**one.files, "checks.py": one.checks_source, "conftest.py": one.conftest_fresh, "outside.py": OUTSIDE},
        )
        sandbox = _bubblewrap(self._runtime, _PLAIN, "--bind", str(place), "/work", "--chdir", "/work")
        _must_pass(one, [*sandbox, "/opt/runtime/bin/python", "-m", "pytest", "checks.py"])

    def close(self) -> None:
        self._places.cleanup()


class Stripped:
    """As little as a new `python -m pytest` in bubblewrap can take: no plugins, one process, nothing to compile."""

    def __init__(self, exercise: Exercise, folder: Path, runtime: Path) -> None:
        """:param folder: from `stage`."""
        self._exercise = exercise
        sandbox = _bubblewrap(
            runtime,
            {**_ENVIRONMENT, "PYTHONPATH": "/work"},
            *("--ro-bind", str(folder), "/work", "--chdir", "/tmp"),
        )
        pytest = ("-m", "pytest", *_STRIPPED, "--rootdir=/work", "/work/checks.py")
        self._command = [*sandbox, "/opt/runtime/bin/python", *pytest]

    def once(self) -> None:
        _must_pass(self._exercise, self._command)

    def close(self) -> None:
        pass


class Forked:
    """The same checks in forks of a process that has everything imported, without any wall."""

    def __init__(self, exercise: Exercise, folder: Path, runtime: Path) -> None:
        self._shared = tempfile.TemporaryDirectory(dir=_memory())
        script = Path(__file__).with_name("forking.py")
        self._process = subprocess.Popen(
            [str(runtime / "bin/python"), "-W", "ignore", str(script), str(folder), self._shared.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self._shared.name,
            env=_ENVIRONMENT,
        )
        order = {
            "files": list(exercise.files),
            "preload": exercise.baseline.preload,
            "warmup": exercise.baseline.warmup,
        }
        self._say(json.dumps(order), "READY\n")

    def once(self) -> None:
        self._say("go", "DONE 0\n")

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._shared.cleanup()

    def _say(self, what: str, wanted: str) -> None:
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        heard = []
        for line in self._process.stdout:
            heard.append(line)
            if line.endswith(wanted):
                return
            assert not line.startswith("DONE"), "".join(heard)
        raise AssertionError("".join(heard))


def stage(exercise: Exercise, folder: Path, runtime: Path) -> None:
    """Lay out program, checks and fixtures in `folder`, with their compiled files, for `Stripped` and `Forked`."""
    _lay_out(folder, {**exercise.files, "checks.py": exercise.checks_source, "conftest.py": exercise.conftest})
    with tempfile.TemporaryDirectory() as place:
        # pytest itself compiles the checks, and rewrites their assertions: once, here.
        done = subprocess.run(
            [runtime / "bin/python", "-m", "pytest", *_STRIPPED, f"--rootdir={folder}", folder / "checks.py"],
            env={**_ENVIRONMENT, "PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            cwd=place,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    folder.chmod(0o755)
    assert any(folder.glob("__pycache__/checks*pytest*.pyc")), f"pytest left no compiled checks in {folder}"


def _bubblewrap(runtime: Path, environment: Mapping[str, str], *more: str) -> list[str]:
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *(part for name, value in environment.items() for part in ("--setenv", name, value)),
        *("--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"),
        *("--symlink", "usr/bin", "/bin", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
        *("--ro-bind", str(runtime), "/opt/runtime", *more),
    ]


def _must_pass(exercise: Exercise, command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{len(exercise.checks)} passed" in done.stdout, done.stdout + done.stderr


def _lay_out(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _memory() -> Path | None:
    """Where all contestants have their files: a database must not wait for a disk."""
    shared = Path("/dev/shm")
    return shared if shared.is_dir() else None
