"""What plugins that work bring: pages in their place, the catalogue, runtimes, labs, introspection, and overrides."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator

from roadmap.plugins import Lab, Plugin, discover, let_in
from roadmap.plugins.compatibility import incompatibility
from roadmap.plugins.templates import _templates


def test_a_section_is_in_the_catalogue_with_all_that_it_has(app: Any) -> None:
    section = app.app.registry.catalogue.section("good")
    assert [lesson.id for lesson in section.lessons] == ["first", "second"]
    assert [exercise.key for exercise in section.exercises] == ["good/double"]
    assert (section.distribution, section.version) == ("roadmap-good", "1.0")
    assert [section.id for section in app.app.registry.catalogue.sections] == ["good", "other"]


def test_runtimes_and_labs_are_registered(app: Any) -> None:
    registry = app.app.registry
    runtime = registry.runtimes["good"]
    assert runtime.requirements.name == "runtime.txt"
    assert runtime.preload == ("json",)
    assert runtime.warmup == "import json\n\njson.dumps({})\n"
    lab = Lab("good.lab", "Lab", "A page of the plugin's own.", "/learn/good/lab", domain="roadmap_good")
    assert registry.labs == {"good": (lab,)}


def test_everything_can_be_inspected(app: Any) -> None:
    introspector = app.app.registry.introspector

    def titles(category: str) -> list[str]:
        return [found["introspectable"].title for found in introspector.get_category(category)]

    assert titles("roadmap sections") == ["Good", "Other"]
    assert titles("roadmap lessons") == ["First steps", "Second steps", "How Acme does it"]
    assert titles("roadmap exercises") == ["Double a number"]
    assert titles("roadmap runtimes") == ["good", "other"]
    assert titles("roadmap labs") == ["Lab"]
    lesson = introspector.get("roadmap lessons", "good/first")
    assert [related.title for related in introspector.related(lesson)] == ["Good"]
    assert lesson.action_info.file.endswith("roadmap_good/__init__.py")


def test_the_report_says_what_each_brings(app: Any) -> None:
    assert {state.id: state.brings for state in app.app.registry.plugin_report} == {
        "good": ("section Good", "2 lessons", "1 exercise", "1 question", "runtime good", "lab Lab", "1 route"),
        "other": ("section Other", "1 lesson", "runtime other"),
    }


def test_pages_of_core_and_of_the_plugin_live_side_by_side(app: Any) -> None:
    assert "First steps" in app.get("/learn/good")
    assert "A heading" in app.get("/learn/good/first")
    assert "Double a number" in app.get("/learn/good/exercises/double")
    assert "A small quiz" in app.get("/learn/good/quiz")
    assert "Words of the good plugin" in app.get("/learn/good/lab")
    assert app.get("/learn/good/static/good.txt").text == "A static file.\n"
    app.get("/learn/good/nothing", status=404)


def test_an_organization_overrides_a_template(pkgs: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    assert make_app(pkgs("good")).get("/learn/good/lab").text == "<p>Words of the good plugin</p>"
    assert make_app(pkgs("good", "other")).get("/learn/good/lab").text == "<p>Acme says: Words of the good plugin</p>"


def test_a_site_without_plugins_works(make_app: Callable[..., Any]) -> None:
    app = make_app([])
    app.get("/")
    assert app.app.registry.catalogue.sections == ()


def test_content_is_read_once_for_a_start(
    pkgs: Callable[..., Any], make_app: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from roadmap.plugins import section

    loaded = []

    def counting(**arguments: Any) -> Any:
        loaded.append(arguments["id"])
        return load(**arguments)

    load = section.load_section
    monkeypatch.setattr(section, "load_section", counting)
    make_app(pkgs("good", "other", "raises"), plugins_on_error="quarantine")
    assert sorted(loaded) == ["good", "other"]


def test_one_bad_plugin_among_many_is_found_in_few_rehearsals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so are two that clash: the first of them stays. All that are let in have been rehearsed together."""
    monkeypatch.syspath_prepend(tmp_path)
    clash = "config.add_request_method(print, 'shared')"
    does = {13: "raise RuntimeError('broken')", 20: clash, 50: clash}
    for number in range(64):
        package = tmp_path / f"pkg_many_{number:02}"
        package.mkdir()
        (package / "__init__.py").write_text(f"def includeme(config):\n    {does.get(number, 'pass')}\n")
    entries = [importlib.metadata.EntryPoint(f"p{n:02}", f"pkg_many_{n:02}", "roadmap.plugins") for n in range(64)]
    made: list[Configurator] = []

    def core() -> Configurator:
        config = Configurator(settings={})
        config.include("roadmap.plugins")
        made.append(config)
        return config

    config = let_in(core, [Plugin(entry.name, "many", "1.0", (), entry) for entry in entries], on_error="quarantine")
    failed = {state.id: state.error for state in config.registry.plugin_report if state.state == "failed"}
    assert failed.keys() == {"p13", "p50"}
    assert failed["p13"] == "RuntimeError: broken"
    assert "shared" in failed["p50"] and f"{tmp_path}/pkg_many_20/__init__.py:2" in failed["p50"]
    assert config in made, "what is served is a rehearsal that went well"
    assert len(made) < 32


def test_a_fault_of_the_core_is_not_blamed_on_plugins(pkgs: Callable[..., Any]) -> None:
    def broken_core() -> Configurator:
        raise RuntimeError("the core is broken")

    with pytest.raises(RuntimeError, match="the core is broken"):
        let_in(broken_core, pkgs("good", "other"), on_error="quarantine")


def test_two_names_for_one_module_are_refused() -> None:
    def plugin(name: str) -> Plugin:
        entry = importlib.metadata.EntryPoint(name, "json", "roadmap.plugins")
        return Plugin(name, "acme", "1.0", (), entry)

    def core() -> Configurator:
        config = Configurator(settings={})
        config.include("roadmap.plugins")
        return config

    report = let_in(core, [plugin("a"), plugin("b")], on_error="quarantine").registry.plugin_report
    assert [(state.state, state.error, state.cure) for state in report] == [
        (
            "failed",
            "the module 'json' is claimed by acme 1.0 and acme 1.0",
            "point one of a and b to a module of its own",
        )
    ] * 2


def test_a_plugins_own_files_are_found_without_importing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("spacious/kafka", "spacious/rabbit", "compact"):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text("raise RuntimeError('imported')")
    (tmp_path / "single.py").write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(tmp_path)

    def folders(module: str) -> list[str]:
        entry = importlib.metadata.EntryPoint("kafka", module, "roadmap.plugins")
        return [str(path.relative_to(tmp_path)) for path in Plugin("kafka", "acme", "1", (), entry).folders]

    assert folders("compact") == ["compact"]
    assert folders("compact.inner") == ["compact"]
    assert folders("spacious.kafka") == ["spacious/kafka"]
    assert folders("single") == ["single.py"]
    assert folders("nowhere.to.be.found") == []


def test_templates_of_learners_programs_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "acme_kafka"
    for folder in ("templates", "exercises/broker/starter"):
        (own / folder).mkdir(parents=True)
        (own / folder / "page.jinja2").touch()
    (own / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    entry = importlib.metadata.EntryPoint("kafka", "acme_kafka", "roadmap.plugins")
    plugin = Plugin("kafka", "acme", "1", (), entry)
    assert list(_templates(plugin, (own / "exercises",))) == [own / "templates" / "page.jinja2"]


def test_discovery_is_sorted_and_reads_one_distribution_once(tmp_path: Path) -> None:
    for folder, name, entries in (
        ("a", "roadmap-zebra", "zebra = zebra\nant = ant"),
        ("b", "roadmap-bee", "bee = bee"),
        ("c", "Roadmap_Bee", "bee = old"),
    ):
        info = tmp_path / folder / f"{name}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[roadmap.plugins]\n{entries}\n[console_scripts]\nx = y\n")
    found = discover([str(tmp_path / folder) for folder in "abc"])
    assert [(plugin.id, plugin.entry.value) for plugin in found] == [("ant", "ant"), ("bee", "bee"), ("zebra", "zebra")]


@pytest.mark.parametrize(
    ("requires", "core", "error"),
    [
        ((), "0.1.0", None),
        (("roadmap>=0.1,<0.2",), "0.1.0", None),
        (("roadmap>=0.1,<0.2",), "0.1.1.dev3", None),
        (("RoadMap >= 0.2",), "0.1.0", "it requires roadmap>=0.2, and this is roadmap 0.1.0"),
        (("roadmap<0.1; python_version < '3'", "flask>=99"), "0.1.0", None),
        (("roadmap>=99; extra == 'future'",), "0.1.0", None),
        (("roadmap >=> 1",), "0.1.0", "its metadata is broken, Requires-Dist: roadmap >=> 1: "),
    ],
)
def test_compatibility_is_what_the_distribution_requires(
    requires: tuple[str, ...], core: str, error: str | None
) -> None:
    entry = importlib.metadata.EntryPoint("kafka", "acme_kafka", "roadmap.plugins")
    failure = incompatibility(Plugin("kafka", "roadmap-kafka", "1.0", requires, entry), core)
    if error is None:
        assert failure is None
    else:
        assert failure is not None
        assert failure.error.startswith(error)
