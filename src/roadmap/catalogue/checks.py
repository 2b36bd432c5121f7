"""Hidden checks as declared in checks.py, found by parsing it; it is never imported outside the sandbox."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from roadmap.catalogue.fields import suggestion
from roadmap.catalogue.finding import Findings
from roadmap.catalogue.model import Check
from roadmap.catalogue.program import OFFERS, Program
from roadmap.catalogue.service import SERVICES

IMPORTS = {"pytest", "httpx", "redis", "psycopg"}
_SKIPS = {
    "pytest.skip",
    "pytest.xfail",
    "pytest.importorskip",
    "pytest.mark.skip",
    "pytest.mark.skipif",
    "pytest.mark.xfail",
}
_OFFERED = {"http": "http", "new_http": "http", "websocket": "websocket", "call": "call", "probe": "call"}
_RUNNING = {*_OFFERED, "logs", "files", "programs"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Setting:
    """What of an exercise decides which fixtures its checks can ask for. `names` are those of its programs."""

    programs: Sequence[Program]
    names: Collection[str]
    services: Collection[str]
    probe: bool

    @property
    def offers(self) -> set[str]:
        return {offer for program in self.programs for offer in program.offers}

    @property
    def runs(self) -> bool:
        return any(program.runs for program in self.programs)

    @property
    def words(self) -> str:
        """`a python program`, `a wsgi or celery program`."""
        return f"a {' or '.join(dict.fromkeys(program.name for program in self.programs))} program"


def parse_python(source: str, path: Path, findings: Findings) -> ast.Module | None:
    """The file's tree, or None with a finding added."""
    try:
        return ast.parse(source)
    except SyntaxError as error:
        findings.add(path, error.lineno or 1, f"is not Python: {error.msg}")
    except (ValueError, RecursionError, MemoryError) as error:
        findings.add(path, 1, f"is not Python: {error}")
    return None


def read_checks(source: str, path: Path, setting: Setting, findings: Findings) -> tuple[Check, ...]:
    """Every module-level `test_*` function, in order; findings are added."""
    tree = parse_python(source, path, findings)
    if tree is None:
        return ()
    checks: dict[str, Check] = {}
    own = {node.name for node in tree.body if isinstance(node, Function) and not node.name.startswith("test_")}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            findings.add(path, node.lineno, f"class {node.name}", "checks are functions of the module: take it apart")
        if not isinstance(node, Function) or not node.name.startswith("test_"):
            continue
        if node.name in checks:
            findings.add(path, node.lineno, f"there are two {node.name}", "pytest would run the last one only")
        title = (ast.get_docstring(node) or "").split("\n")[0].strip()
        if not title:
            cure = "its first line is the requirement that the learner reads"
            findings.add(path, node.lineno, f"{node.name} has no docstring", cure)
        _check_function(node, own, path, setting, findings)
        checks[node.name] = Check(id=node.name, title=title, line=node.lineno)
    if not checks:
        findings.add(path, 1, "holds no checks", "add functions named test_…")
    for line, message, cure in (*_everywhere(tree), *_unknown_programs(tree, setting)):
        findings.add(path, line, message, cure)
    return tuple(checks.values())


def _check_function(node: Function, own: set[str], path: Path, setting: Setting, findings: Findings) -> None:
    if isinstance(node, ast.AsyncFunctionDef):
        findings.add(path, node.lineno, f"{node.name} is async", "checks are plain functions")
    if any("parametrize" in ast.unparse(decorator) for decorator in node.decorator_list):
        findings.add(path, node.lineno, f"{node.name} is parametrized", "draw inputs with `random` and loop")
    wanted = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)} - own
    for service in SERVICES.values():
        if (asked := wanted.intersection(service.fixtures)) and service.name not in setting.services:
            cure = f'services = ["{service.name}"] in exercise.toml'
            findings.add(path, node.lineno, f"{node.name} wants {', '.join(sorted(asked))}", cure)
    for fixture in sorted(wanted & _RUNNING):
        _check_offered(fixture, node, path, setting, findings)
    if "probe" in wanted and "call" in setting.offers and not setting.probe:
        findings.add(path, node.lineno, f"{node.name} wants probe", "add probe.py")


def _check_offered(fixture: str, node: Function, path: Path, setting: Setting, findings: Findings) -> None:
    if not setting.runs:
        cure = f"nothing of {setting.words} is run: read its files with sources"
        findings.add(path, node.lineno, f"{node.name} wants {fixture}", cure)
    elif fixture in _OFFERED and _OFFERED[fixture] not in setting.offers:
        offers = [offer for offer in OFFERS if offer in setting.offers]
        cure = f"{setting.words} offers {', '.join(offers) or 'nothing'}: name another one"
        findings.add(path, node.lineno, f"{node.name} wants {fixture}", cure)


def _everywhere(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is None:
            yield node.lineno, "assert without a message", "the message is the feedback: `assert …, message`"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from _foreign(node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            yield from _foreign(node.lineno, node.module or "." * node.level)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in _SKIPS:
            yield node.lineno, f"{ast.unparse(node)} in a check", "skipped is not passed: assert instead"


def _unknown_programs(tree: ast.Module, setting: Setting) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id="programs"), slice=ast.Constant(value=str(name))):
                if name not in setting.names:
                    yield node.lineno, f"no program is called {name!r}", suggestion(name, setting.names)


def _foreign(line: int, module: str) -> Iterator[tuple[int, str, str]]:
    top = module.partition(".")[0]
    if top not in sys.stdlib_module_names and top not in IMPORTS:
        yield line, f"checks cannot import {module}", "there is the standard library, pytest, httpx, redis and psycopg"
