"""One exercise of the benchmark: an honest program, its checks, and the two environments that it is measured in."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from roadmap.catalogue import Check
from roadmap.runner import Job, Runtime
from roadmap.runner.runtimes import JUDGE

FOLDER = Path(__file__).parent / "exercises"
OUTSIDE = (FOLDER / "outside.py").read_text()
"""What each `conftest_fresh` imports."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """As its folder below `exercises/` says. `files` are the learner's."""

    name: str
    program: str
    entry: str
    services: tuple[str, ...]
    files: Mapping[str, str]
    checks_source: str
    checks: tuple[Check, ...]
    conftest: str
    """Fixtures that have the program in pytest's own process, where they can."""
    conftest_fresh: str
    """Fixtures that start the program as a process of its own."""
    runtime: Runtime
    """What the runner has: the program's own requirements."""
    baseline: Runtime
    """The same, with pytest and the judge's clients in the same versions: there, checks and program share a process."""

    def job(self) -> Job:
        """Grade the program, as the site would."""
        return Job(
            "check",
            self.runtime.name,
            self.files,
            program=self.program,
            entry=self.entry,
            services=self.services,
            checks=self.checks,
            checks_source=self.checks_source,
            exercise=f"benchmarks/{self.name}",
        )


def names() -> list[str]:
    """Of all exercises."""
    return sorted(path.parent.name for path in FOLDER.glob("*/exercise.toml"))


def load(name: str, scratch: Path) -> Exercise:
    """The exercise in the folder `name`.

    :param scratch: where the baseline's requirements are written. Runtimes are found by what is in that file.
    """
    folder = FOLDER / name
    described = tomllib.loads((folder / "exercise.toml").read_text())
    pins = folder / "runtime.txt"
    both = scratch / f"{name}.txt"
    both.write_text("\n".join(_united(pins.read_text(), JUDGE.requirements.read_text())) + "\n")
    preload, warmup = tuple(described["preload"]), (folder / "warmup.py").read_text()
    checks = (folder / "checks.py").read_text()
    return Exercise(
        name=name,
        program=described["program"],
        entry=described.get("entry", ""),
        services=tuple(described.get("services", ())),
        files=_files(folder / "program"),
        checks_source=checks,
        checks=tuple(_checks(checks)),
        conftest=(folder / "conftest.py").read_text(),
        conftest_fresh=(folder / "conftest_fresh.py").read_text(),
        runtime=Runtime(f"benchmark-{name}", pins, preload, warmup, "benchmarks"),
        baseline=Runtime(f"benchmark-{name}-pytest", both, preload, warmup, "benchmarks"),
    )


def _files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.py"))}


def _checks(source: str) -> list[Check]:
    return [
        Check(node.name, ast.get_docstring(node) or node.name, node.lineno)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def _united(*texts: str) -> list[str]:
    """Each distribution once; both files pin the same version where both have it."""
    pins = {line.partition("==")[0].lower(): line for text in texts for line in text.splitlines() if "==" in line}
    return sorted(pins.values())
