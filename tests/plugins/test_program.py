"""The directive `add_program`: programs of the core and of plugins, in one table, and what is refused."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator

from roadmap.cli.proof.exercises import exercise_trials
from roadmap.plugins import Plugin, let_in
from roadmap.runner import open_runner, runtimes
from roadmap.runner.programs import BUILT_IN

SERVE = "def serve(program):\n    program.answer_calls()\n"


def core() -> Configurator:
    config = Configurator(settings={})
    config.include("roadmap.plugins")
    return config


@pytest.fixture
def including(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """A function: bodies of `includeme` by plugin id, to the report of a site that tries them."""
    import sys

    before = set(sys.modules)

    def include(**bodies: str) -> Any:
        plugins = []
        for name, body in bodies.items():
            package = tmp_path / f"acme_{name}"
            package.mkdir()
            lines = "".join(f"    {line}\n" for line in body.splitlines())
            (package / "__init__.py").write_text(f"def includeme(config):\n{lines}")
            (package / "program.py").write_text(SERVE)
            entry = importlib.metadata.EntryPoint(name, package.name, "roadmap.plugins")
            plugins.append(Plugin(name, f"acme-{name}", "1.0", (), entry))
        monkeypatch.syspath_prepend(tmp_path)
        return let_in(core, plugins, on_error="quarantine").registry.plugin_report

    yield include
    for name in set(sys.modules) - before:
        if name.startswith("acme_"):
            del sys.modules[name]


def test_the_core_declares_its_own_with_the_same_directive() -> None:
    config = core()
    config.commit()
    assert config.registry.programs == dict(BUILT_IN)
    found = [item["introspectable"].title for item in config.introspector.get_category("roadmap programs")]
    assert sorted(found) == sorted(BUILT_IN)


def test_a_plugins_own_is_in_the_same_table(pkgs: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    registry = make_app(pkgs("own_program")).app.registry
    program = registry.programs["lines"]
    assert (program.plugin, program.entry, program.offers) == ("own-program", "app:answer", ("call",))
    assert "def serve(program):" in program.source
    assert registry.runtimes["own-program"].programs == (program,)
    (state,) = registry.plugin_report
    assert "program lines" in state.brings
    entry = registry.introspector.get("roadmap programs", "lines")
    assert entry.action_info.file.endswith("pkg_own_program/__init__.py")
    exercises = {exercise.id: exercise for exercise in registry.catalogue.section("own-program").exercises}
    assert (exercises["shout"].program, exercises["shout"].entry) == ("lines", "app:answer")


@pytest.mark.sandbox
def test_its_exercises_are_graded(
    pkgs: Callable[..., Any], make_app: Callable[..., Any], roadmap_runtimes: Path, tmp_path: Path
) -> None:
    registry = make_app(pkgs("own_program")).app.registry
    for runtime in (runtimes.JUDGE, *registry.runtimes.values()):
        runtimes.build(runtime, roadmap_runtimes, on_line=lambda line: None)
    runner = open_runner(registry.runtimes, data=tmp_path, slots=1, root=roadmap_runtimes)
    section = registry.catalogue.section("own-program")
    try:
        for exercise in section.exercises:
            trials = list(exercise_trials(section, exercise, 1))
            assert len(trials) == 4
            for trial in trials:
                assert list(trial.judge(runner.execute(trial.job))) == [], trial
    finally:
        runner.close()


def test_an_adapter_decides_the_version_of_an_exercise(
    pkgs: Callable[..., Any], make_app: Callable[..., Any], tmp_path: Path
) -> None:
    from dataclasses import replace

    from roadmap.catalogue import load_section

    registry = make_app(pkgs("own_program")).app.registry
    section, program = registry.catalogue.section("own-program"), registry.programs["lines"]
    versions = {
        load_section(
            "own-program", title="L", summary="S", hue=1, after=(), content=section.content, samples=tmp_path,
            exercises=section.path / "exercises", runtimes=("own-program",), distribution="d", version="1",
            path=section.path, programs=(BUILT_IN["text"], replace(program, source=source)),
        ).exercises[0].version
        for source in (program.source, program.source + "# changed")
    }  # fmt: skip
    assert len(versions) == 2


def test_two_plugins_that_claim_one_name_are_both_named(including: Callable[..., Any], tmp_path: Path) -> None:
    body = 'config.add_program("broker", source="program.py")'
    one, two = including(one=body, two=body)
    assert one.state == "active"
    assert two.error == (
        f"it claims roadmap program broker, which is claimed already at {tmp_path}/acme_one/__init__.py:2"
    )
    assert (two.file, two.line) == (f"{tmp_path}/acme_two/__init__.py", 2)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ('"Broker", source="program.py"', "the program name 'Broker' can't be used"),
        ('"none", source="program.py"', "the program name 'none' can't be used"),
        ('"broker", source="missing.py"', "the program 'broker' has no file "),
        ('"broker", source="../x.py"', "its source '../x.py' lies outside of its package"),
        ('"broker", source="program.py", offers="http"', "offers of program 'broker' is not a list of texts"),
        ('"broker", source="program.py", preload="json"', "preload of program 'broker' is not a list of texts"),
        ('"broker", source="program.py", offers=["mail"]', "the program 'broker' offers mail, which no check can ask"),
        ('"broker", source="program.py", entry="app"', "the entry 'app' of program 'broker' names no object"),
    ],
)
def test_refused(including: Callable[..., Any], arguments: str, error: str, tmp_path: Path) -> None:
    (state,) = including(bad=f"config.add_program({arguments})")
    assert state.state == "failed"
    assert state.error.startswith(error)
    assert (state.file, state.line) == (f"{tmp_path}/acme_bad/__init__.py", 2)
    assert state.cure


@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        ("import json\n", 1, "the program 'broker' has no function serve"),
        ("x = 1\ndef serve():\n    pass\n", 2, "serve of the program 'broker' does not take one argument"),
        ("def serve(a, b):\n    pass\n", 1, "serve of the program 'broker' does not take one argument"),
        ("def serve(\n", 1, "SyntaxError: "),
    ],
)
def test_an_adapter_that_cannot_work(
    including: Callable[..., Any], tmp_path: Path, source: str, line: int, error: str
) -> None:
    write = f'import pathlib\npathlib.Path(__file__).with_name("adapter.py").write_text({source!r})\n'
    (state,) = including(bad=write + 'config.add_program("broker", source="adapter.py")')
    assert state.error.startswith(error)
    assert (state.file, state.line) == (f"{tmp_path}/acme_bad/adapter.py", line)
