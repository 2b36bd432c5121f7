"""The three that take turns: our runner, a fresh pytest in bubblewrap, and a warm process without any sandbox."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Protocol

from benchmarks.verdict.exercise import Exercise
from roadmap.runner import State
from roadmap.runner.runner import Runner

_PYTEST = ("-q", "-p", "no:cacheprovider")
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
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
    """A new `python -m pytest` in bubblewrap for each run. All that can be compiled beforehand has been."""

    def __init__(self, exercise: Exercise, folder: Path, runtime: Path) -> None:
        """:param folder: from `stage`."""
        self._passed = f"{len(exercise.checks)} passed"
        self._command = [
            *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
            *(part for name, value in _ENVIRONMENT.items() for part in ("--setenv", name, value)),
            *("--setenv", "PYTHONPATH", "/work"),
            *("--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"),
            *("--symlink", "usr/bin", "/bin", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
            *("--ro-bind", str(runtime), "/opt/runtime", "--ro-bind", str(folder), "/work", "--chdir", "/tmp"),
            *("/opt/runtime/bin/python", "-m", "pytest", *_PYTEST, "--rootdir=/work", "/work/checks.py"),
        ]

    def once(self) -> None:
        done = subprocess.run(self._command, capture_output=True, text=True, check=False)
        assert self._passed in done.stdout, done.stdout + done.stderr

    def close(self) -> None:
        pass


class Forked:
    """The same checks in forks of a process that has everything imported, without any wall."""

    def __init__(self, exercise: Exercise, folder: Path, runtime: Path) -> None:
        # In memory, as the other two have it: a database file must not wait for a disk.
        shared = Path("/dev/shm")
        self._shared = tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None)
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
    """Lay out program, checks and fixtures in `folder`, with their compiled files, for `Fresh` and `Forked`."""
    for name, text in {**exercise.files, "checks.py": exercise.checks_source, "conftest.py": exercise.conftest}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with tempfile.TemporaryDirectory() as place:
        # pytest itself compiles the checks, and rewrites their assertions: once, here.
        done = subprocess.run(
            [runtime / "bin/python", "-m", "pytest", *_PYTEST, f"--rootdir={folder}", folder / "checks.py"],
            env={**_ENVIRONMENT, "PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
            cwd=place,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    folder.chmod(0o755)
    assert any(folder.glob("__pycache__/checks*pytest*.pyc")), f"pytest left no compiled checks in {folder}"
