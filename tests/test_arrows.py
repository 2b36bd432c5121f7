"""Imports between the packages of roadmap point the way that the design draws them, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "roadmap"

# What a package may import; what those may import in turn is allowed with it (a person's table needs storage's base).
ARROWS: dict[str, set[str]] = {
    "settings": set(),
    "languages": set(),
    "catalogue": set(),
    "markdown": {"catalogue"},
    "runner": {"catalogue"},
    # A plugin declares runtimes, and `Runtime` is the runner's word for what it is given.
    "plugins": {"catalogue", "settings", "runner"},
    "storage": {"settings"},
    "people": {"storage"},
    "learning": {"catalogue", "languages", "people", "runner"},
    # Beside the dispatcher: another way to work off the same queue.
    "workers": {"learning", "settings"},
    "search": {"catalogue"},
}
BELOW = {*ARROWS}
ARROWS["site"] = BELOW | {"execution"}
ARROWS["api"] = BELOW | {"execution"}
ARROWS["cli"] = BELOW | {"site", "api", "execution", "__init__"}
ARROWS["testing"] = BELOW | {"site", "api", "cli", "execution", "__init__"}
# Modules that put the parts together: all of them may be imported there.
TOP = {"__init__", "execution", "serve", "log"}


def reachable(package: str) -> set[str]:
    found: set[str] = set()
    waiting = [package]
    while waiting:
        new = ARROWS.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def package_of(file: Path, root: Path) -> str:
    """The package of roadmap that `file` belongs to; for a module at the top, its own name."""
    parts = file.relative_to(root).parts
    return parts[0] if len(parts) > 1 else file.stem


def imported(file: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Line and package of each import from roadmap, relative ones and those inside functions included."""
    here = ["roadmap", *file.relative_to(root).with_suffix("").parts]
    package = here[:-1]
    for node in ast.walk(ast.parse(file.read_text())):
        names: Iterable[list[str]] = ()
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = [*base, *(node.module.split(".") if node.module else [])]
            names = [[*module, alias.name] for alias in node.names]
        for name in names:
            if name[0] == "roadmap":
                second = name[1] if len(name) > 1 else "__init__"
                known = (root / second).is_dir() or (root / f"{second}.py").is_file()
                yield node.lineno, second if known else "__init__"


def violations(root: Path) -> list[str]:
    found = []
    for file in sorted(root.rglob("*.py")):
        package = package_of(file, root)
        if package in TOP:
            continue
        allowed = reachable(package) | {package}
        found += [
            f"{file.relative_to(root)}:{line}: {package} may not import {target} (only: {', '.join(sorted(allowed))})"
            for line, target in imported(file, root)
            if target not in allowed
        ]
    return found


def test_imports_follow_the_arrows() -> None:
    assert violations(SOURCE) == []


def test_every_package_has_its_arrows() -> None:
    # `inside` of the runner runs in the sandbox; like everything else it belongs to the package at its top.
    packages = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name not in ("__pycache__", "locale")}
    assert packages <= ARROWS.keys()
    assert {path.stem for path in SOURCE.glob("*.py")} <= TOP


@pytest.mark.parametrize(
    ("statement", "target"),
    [
        ("import roadmap.learning.queue", "learning"),
        ("from roadmap import learning", "learning"),
        ("from roadmap.site import views", "site"),
        ("from ..storage import Base", "storage"),
        ("from .. import api", "api"),
        ("def late():\n    from roadmap.cli import main", "cli"),
        ("from roadmap import main", "__init__"),
    ],
)
def test_a_wrong_arrow_is_found(tmp_path: Path, statement: str, target: str) -> None:
    for package in ("runner", "catalogue", "learning", "site", "storage", "api", "cli"):
        (tmp_path / package).mkdir()
    (tmp_path / "__init__.py").touch()
    (tmp_path / "runner" / "local.py").write_text(f"from roadmap.catalogue import Limits\nimport json\n{statement}\n")
    line = 2 + len(statement.splitlines())
    assert violations(tmp_path) == [
        f"runner/local.py:{line}: runner may not import {target} (only: catalogue, runner)",
    ]
