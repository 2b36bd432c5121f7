"""Exercises from their folders."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from roadmap.catalogue.checks import Setting, parse_python, read_checks
from roadmap.catalogue.fields import Fields, suggestion
from roadmap.catalogue.files import is_leftover, read_text, read_tree
from roadmap.catalogue.finding import Findings
from roadmap.catalogue.lessons import check_page, read_needs
from roadmap.catalogue.model import Check, Exercise, Limits, WrongAnswer
from roadmap.catalogue.program import Program
from roadmap.catalogue.programs import Chosen, read_programs
from roadmap.catalogue.prose import read
from roadmap.catalogue.samples import FenceReader, pick_runtime
from roadmap.catalogue.service import SERVICES
from roadmap.catalogue.toml import read_toml

ENTRIES = {"exercise.toml", "task.md", "starter", "solution", "wrong", "checks.py", "probe.py"}
_VARIABLE = re.compile(r"[A-Za-z_]\w*")


def load_exercise(
    folder: Path,
    *,
    section: str,
    runtimes: Sequence[str],
    programs: Sequence[Program],
    package: Path,
    findings: Findings,
) -> Exercise | None:
    """The exercise in `folder`, or None where there is no exercise.toml to read; findings are added."""
    for path in sorted(folder.iterdir()):
        if path.name not in ENTRIES and not is_leftover(Path(path.name)) and not path.name.startswith("."):
            findings.add(path, 1, f"{path.name} is no part of an exercise", suggestion(path.name, ENTRIES))
    document = read_toml(folder / "exercise.toml", findings)
    if document is None:
        return None
    known = {program.name: program for program in programs}
    return _Loader(folder, section, runtimes, known, package, findings).load(document.fields)


@dataclass(frozen=True, slots=True)
class _Loader:
    folder: Path
    section: str
    runtimes: Sequence[str]
    programs: Mapping[str, Program]
    package: Path
    findings: Findings

    def load(self, table: Fields) -> Exercise:
        id = table.identifier("id")
        if id and id != self.folder.name:
            table.wrong("id", f"id {id} is not the folder's name", f"name both {id}, or both {self.folder.name}")
        services = self._services(table)
        starter = self._tree("starter")
        edit = self._edit(table, starter)
        solution = self._tree("solution", edit)
        chosen = read_programs(table, self.programs, {*starter, *solution})
        checks_source = read_text(self.folder / "checks.py", self.findings) or ""
        probe_source = self._probe()
        setting = Setting(chosen.kinds, chosen.names, services, probe_source is not None)
        checks: tuple[Check, ...] = ()
        if checks_source or (self.folder / "checks.py").is_file():
            checks = read_checks(checks_source, self.folder / "checks.py", setting, self.findings)
        decides: dict[str, Any] = {
            "runtime": self._runtime(table, setting.runs),
            "program": chosen.program,
            "entry": chosen.entry,
            "services": services,
            "env": self._env(table.table("env")),
            "limits": self._limits(table.table("limits")),
            "edit": edit,
            "starter": starter,
            "checks_source": checks_source,
            "probe_source": probe_source,
        }
        exercise = Exercise(
            section=self.section,
            id=id or self.folder.name,
            title=table.text("title"),
            summary=table.text("summary"),
            difficulty=table.integer("difficulty", low=1, high=5),
            minutes=table.integer("minutes", low=1, high=1200),
            hints=table.texts("hints", ()),
            needs=read_needs(table),
            task=self._task(),
            run=self._run(table, starter),
            solution=solution,
            wrong=self._wrong_answers(edit, solution, checks),
            checks=checks,
            version=_digest({**decides, **_more(chosen)}),
            path=self.folder,
            programs=chosen.named,
            **decides,
        )
        table.finish()
        self._compare(exercise)
        return exercise

    def _services(self, table: Fields) -> tuple[str, ...]:
        services = table.texts("services", ())
        for service in services:
            if service not in SERVICES:
                table.wrong("services", f"unknown service {service!r}", suggestion(service, SERVICES))
        return services

    def _runtime(self, table: Fields, runs: bool) -> str:
        name = table.text("runtime", "") or None
        if name is None and not runs and not self.runtimes:
            return ""
        return pick_runtime(name, self.runtimes, self.section, lambda *wrong: table.wrong("runtime", *wrong))

    def _edit(self, table: Fields, starter: Mapping[str, str]) -> tuple[str, ...]:
        edit = table.texts("edit")
        for name in edit:
            if name not in starter:
                table.wrong("edit", f"starter/ has no {name}", suggestion(name, starter) or f"add starter/{name}")
        if not edit and table.has("edit"):
            table.wrong("edit", "edit names no file", "name those that the learner may change")
        return edit

    def _run(self, table: Fields, starter: Mapping[str, str]) -> str:
        name = table.text("run", "")
        if name and name not in starter:
            table.wrong("run", f"starter/ has no {name}", suggestion(name, starter) or f"add starter/{name}")
        return name

    def _tree(self, name: str, allowed: Sequence[str] | None = None) -> dict[str, str]:
        folder = self.folder / name
        if not folder.is_dir():
            self.findings.add(folder, 1, f"{name}/ is missing", "add the folder")
            return {}
        files = read_tree(folder, self.findings, leave_out=frozenset({"wrong.toml"} if allowed is not None else ()))
        if not files:
            self.findings.add(folder, 1, f"{name}/ holds no files", "add some")
        for file in files:
            if allowed is not None and file not in allowed:
                cure = "add it to edit in exercise.toml, or to starter/ if it is given"
                self.findings.add(folder / file, 1, f"{file} is not a file that the learner may edit", cure)
        return files

    def _probe(self) -> str | None:
        path = self.folder / "probe.py"
        if not path.exists():
            return None
        source = read_text(path, self.findings)
        if source is not None:
            parse_python(source, path, self.findings)
        return source

    def _env(self, table: Fields) -> dict[str, str]:
        env = {}
        for name in table.keys():  # noqa: SIM118 - not a dict
            if not _VARIABLE.fullmatch(name):
                table.wrong(name, f"{name!r} is not a name of a variable", "letters, digits and _")
            env[name] = table.text(name)
        return env

    def _limits(self, table: Fields) -> Limits:
        given: dict[str, Any] = {}
        for field in fields(Limits):
            default = getattr(Limits(), field.name)
            if isinstance(default, int):
                given[field.name] = table.integer(field.name, default, low=1)
            else:
                given[field.name] = table.number(field.name, default, low=0.1, high=600)
        table.finish()
        return Limits(**given)

    def _task(self) -> str:
        path = self.folder / "task.md"
        text = read_text(path, self.findings)
        if text is None:
            return ""
        if not text.strip():
            self.findings.add(path, 1, "the task has no text", "say what to build, and why")
        if text.startswith("---\n"):
            self.findings.add(path, 1, "a task has no front matter", "it is in exercise.toml")
        tokens = read(text)
        FenceReader(self.section, "", path, 1, None, (), self.findings).read(tokens)
        check_page(tokens, text, path, 1, self.package, self.findings)
        return text

    def _wrong_answers(
        self, edit: Sequence[str], solution: Mapping[str, str], checks: Sequence[Check]
    ) -> tuple[WrongAnswer, ...]:
        folder = self.folder / "wrong"
        found = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        found = [path for path in found if not is_leftover(Path(path.name)) and not path.name.startswith(".")]
        if not found:
            cure = "add wrong/<name>/ with its files and a wrong.toml"
            self.findings.add(folder, 1, "the exercise has no wrong answers", cure)
        return tuple(self._wrong_answer(path, edit, solution, checks) for path in found)

    def _wrong_answer(
        self, folder: Path, edit: Sequence[str], solution: Mapping[str, str], checks: Sequence[Check]
    ) -> WrongAnswer:
        files = self._tree(f"wrong/{folder.name}", edit)
        check = words = ""
        document = read_toml(folder / "wrong.toml", self.findings, cure="add it, with check and words")
        if document is not None:
            table = document.fields
            check, words = table.text("check"), table.text("words")
            names = [known.id for known in checks]
            if check and names and check not in names:
                table.wrong("check", f"there is no check {check}", suggestion(check, names))
            table.finish()
        if files and {**solution, **files} == solution:
            self.findings.add(folder, 1, f"wrong answer {folder.name} is the solution", "make it wrong")
        return WrongAnswer(name=folder.name, files=files, check=check, words=words, path=folder)

    def _compare(self, exercise: Exercise) -> None:
        if exercise.solution and {**exercise.starter, **exercise.solution} == exercise.starter:
            self.findings.add(self.folder / "solution", 1, "the solution is what starter/ has", "solve the exercise")


def _more(chosen: Chosen) -> dict[str, object]:
    """What decides a verdict in some exercises only, so that the versions of all others stay what they were."""
    more: dict[str, object] = {}
    if chosen.foreign:
        more["adapter"] = chosen.foreign[0] if len(chosen.kinds) == 1 else chosen.foreign
    if chosen.named:
        more["programs"] = chosen.named
    return more


def _digest(decides: Mapping[str, object]) -> str:
    """Sixteen hexadecimal digits of everything that decides a verdict."""
    text = json.dumps(decides, sort_keys=True, default=lambda value: asdict(value))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
