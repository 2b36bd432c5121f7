"""Each bad plugin of tests/pkgs, alone and all together: what the start-up message says, and what is still served."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roadmap.plugins import PluginError, PluginState

PKGS = Path(__file__).parent.parent / "pkgs"

# Folder: (id, state, file and line below the folder, what, cure).
BAD = {
    "broken_template": (
        "broken-template",
        "failed",
        "pkg_broken_template/templates/page.jinja2:4",
        "a template does not compile: Encountered unknown tag 'endfor'.",
        "mend the template",
    ),
    "claims_another": (
        "claims-another",
        "failed",
        "pkg_claims_another/__init__.py:5",
        "it claims the section 'good', and its entry point is called 'claims-another'",
        "leave the id out of add_section: a plugin's section has the name of its entry point",
    ),
    "commits": (
        "commits",
        "failed",
        "pkg_commits/__init__.py:6",
        "it calls config.commit(), which hides conflicts with other plugins",
        "leave the call out: the site commits once, when all plugins are in",
    ),
    "conflicting_program": (
        "conflicting-program",
        "failed",
        "pkg_conflicting_program/__init__.py:5",
        "it claims roadmap program wsgi, which is claimed already at ",
        "give it another name, or turn one of the two off with roadmap.plugins.disabled = conflicting-program",
    ),
    "conflicting_runtime": (
        "zz-conflicting-runtime",
        "failed",
        "pkg_conflicting_runtime/__init__.py:5",
        f"it claims roadmap runtime good, which is claimed already at {PKGS}/good/roadmap_good/__init__.py:5",
        "give it another name, or turn one of the two off with roadmap.plugins.disabled = zz-conflicting-runtime",
    ),
    "exits": (
        "exits",
        "failed",
        "pkg_exits/__init__.py:5",
        "SystemExit: no license key",
        "mend the plugin, or turn it off with roadmap.plugins.disabled = exits",
    ),
    "foreign_route": (
        "foreign-route",
        "failed",
        "pkg_foreign_route/__init__.py:6",
        "it uses the route 'good.lab', and the names of its routes must start with 'foreign-route.'",
        "add a route of its own, for example foreign-route.lab",
    ),
    "foreign_view": (
        "foreign-view",
        "failed",
        "pkg_foreign_view/__init__.py:6",
        "it uses the route 'home', and the names of its routes must start with 'foreign-view.'",
        "bind the view to a route of its own, for example foreign-view.home",
    ),
    "import_error": (
        "import-error",
        "failed",
        "pkg_import_error/__init__.py:3",
        "ModuleNotFoundError: No module named 'a_library_that_nobody_has'",
        "install what it needs, or name it in the plugin's dependencies, "
        "or turn it off with roadmap.plugins.disabled = import-error",
    ),
    "lab_without_route": (
        "lab-without-route",
        "failed",
        "pkg_lab_without_route/__init__.py:6",
        "the lab 'lab-without-route.lab' has no route",
        'add it: config.add_route("lab-without-route.…", "/…")',
    ),
    "malformed_toml": (
        "malformed-toml",
        "failed",
        "pkg_malformed_toml/content/quiz.toml:4",
        "is not TOML: ",
        "mend the file",
    ),
    "missing_content": (
        "missing-content",
        "failed",
        "pkg_missing_content/__init__.py:5",
        f"its folder {PKGS}/missing_content/pkg_missing_content/lessons is missing",
        "add it, or name the right one in add_section(content=…)",
    ),
    "no_includeme": (
        "no-includeme",
        "failed",
        "pkg_no_includeme/__init__.py",
        "pkg_no_includeme has no includeme(config)",
        "add one, or turn it off with roadmap.plugins.disabled = no-includeme",
    ),
    "orphan_template": (
        "orphan-template",
        "failed",
        "pkg_orphan_template/templates/page.jinja2:1",
        "a template names pkg_orphan_template:templates/layout.jinja2, which is not there",
        "name one that is",
    ),
    "program_without_serve": (
        "program-without-serve",
        "failed",
        "pkg_program_without_serve/program.py:1",
        "the program 'serveless' has no function serve",
        "define it in this file: def serve(program)",
    ),
    "raises": (
        "raises",
        "failed",
        "pkg_raises/__init__.py:9",
        "KeyError: 'broker'",
        "mend the plugin, or turn it off with roadmap.plugins.disabled = raises",
    ),
    "replaces_directive": (
        "replaces-directive",
        "failed",
        "pkg_replaces_directive/__init__.py:5",
        "it replaces the directive config.add_section",
        "give its own directive another name",
    ),
    "replaces_request_method": (
        "replaces-request-method",
        "failed",
        "pkg_replaces_request_method/__init__.py:5",
        "it claims request extensions visitor, which is claimed already at ",
        "give it another name, or turn one of the two off with roadmap.plugins.disabled = replaces-request-method",
    ),
    "syntax_error": (
        "syntax-error",
        "failed",
        "pkg_syntax_error/views.py:4",
        "SyntaxError: expected ':'",
        "mend the line, or turn it off with roadmap.plugins.disabled = syntax-error",
    ),
    "tween": (
        "tween",
        "failed",
        "pkg_tween/__init__.py:6",
        "it calls config.add_tween, which decides on every request",
        "leave the call out; what holds for the whole site belongs in its .ini file, for example as a WSGI filter",
    ),
    "unknown_runtime": (
        "unknown-runtime",
        "failed",
        "pkg_unknown_runtime/content/10-first.md:15",
        "unknown runtime 'nobody'",
        "declare it with config.add_runtime()",
    ),
    "unpinned_runtime": (
        "unpinned-runtime",
        "failed",
        "pkg_unpinned_runtime/runtime.txt:2",
        "the runtime 'unpinned' does not pin what it needs: flask>=3",
        "write each requirement as name==version",
    ),
    "view_without_route": (
        "view-without-route",
        "failed",
        "pkg_view_without_route/__init__.py:6",
        "it adds a view without a route, which could answer for any page of the site",
        'name the route that it belongs to: route_name="view-without-route.…"',
    ),
    "wrong_version": (
        "wrong-version",
        "incompatible",
        "roadmap_wrong_version-1.0.dist-info/METADATA",
        "it requires roadmap<100,>=99, and this is roadmap ",
        "install a version of roadmap-wrong-version that is made for roadmap ",
    ),
}
# Starts, and answers 500 on one of its pages; the other claims the id of a good one, and so fails together with it.
NOT_ALONE = {"view_raises", "duplicate"}
GOOD = {"good", "other"}
# Good as well, and tried in a test module of its own.
ELSEWHERE = {"own_program"}


def expected(folder: str) -> tuple[str, str, str, str, str]:
    id, state, place, what, cure = BAD[folder]
    return id, state, f"{PKGS}/{folder}/{place}", what, cure


def assert_state(state: PluginState, folder: str) -> None:
    id, kind, place, what, cure = expected(folder)
    assert (state.id, state.state, state.place) == (id, kind, place)
    assert state.error.startswith(what)
    assert state.cure.startswith(cure)
    assert (state.distribution, state.version) == (f"roadmap-{id}", "1.0")


def test_every_package_is_tried() -> None:
    assert {path.name for path in PKGS.iterdir() if path.is_dir()} == {*BAD, *NOT_ALONE, *GOOD, *ELSEWHERE}


@pytest.mark.parametrize("folder", BAD)
def test_one_alone(folder: str, pkgs: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    with pytest.raises(PluginError) as raised:
        make_app(pkgs("good", folder))
    id, state, place, what, cure = expected(folder)
    message = str(raised.value)
    assert message.startswith("1 plugin can't be used; ")
    assert f"\n{id} (roadmap-{id} 1.0): {state}\n  where: {place}\n  what: {what}" in message
    assert f"\n  cure: {cure}" in message
    app = make_app(pkgs("good", folder), plugins_on_error="quarantine")
    states = {state.id: state for state in app.app.registry.plugin_report}
    assert states["good"].state == "active"
    assert_state(states[id], folder)
    app.get("/learn/good/first")
    app.get(f"/learn/{id}", status=404)


def test_all_are_refused_in_one_message(pkgs: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    with pytest.raises(PluginError) as raised:
        make_app(pkgs(*GOOD, "view_raises", *BAD))
    message = str(raised.value)
    assert message.startswith(f"{len(BAD)} plugins can't be used; ")
    for folder in BAD:
        id, state, place, what, _ = expected(folder)
        assert f"\n{id} (roadmap-{id} 1.0): {state}\n  where: {place}\n  what: {what}" in message
    assert "acme-roadmap" not in message


def test_quarantine_serves_the_rest(
    pkgs: Callable[..., Any], make_app: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(pkgs(*GOOD, "view_raises", *BAD), plugins_on_error="quarantine")
    report = {state.id: state for state in app.app.registry.plugin_report}
    for folder in BAD:
        assert_state(report[BAD[folder][0]], folder)
        assert f"plugin left out: {report[BAD[folder][0]]}" in caplog.messages
        app.get(f"/learn/{BAD[folder][0]}", status=404)
    assert [state.id for state in report.values() if state.state == "active"] == ["good", "other", "view-raises"]
    assert "First steps" in app.get("/learn/good/first")
    assert "How Acme does it" in app.get("/learn/other/acme")
    assert "Acme says" in app.get("/learn/good/lab")
    assert sorted(app.app.registry.runtimes) == ["good", "other"]
    assert app.app.registry.runtimes["good"].plugin == "good"


def test_two_of_one_name_are_both_left_out(pkgs: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    with pytest.raises(PluginError) as raised:
        make_app(pkgs("good", "duplicate", "other"))
    message = str(raised.value)
    what = "the entry point 'good' is claimed by acme-good 1.0 and roadmap-good 1.0"
    for folder, distribution in (("duplicate", "acme-good"), ("good", "roadmap-good")):
        file = PKGS / folder / f"{distribution.replace('-', '_')}-1.0.dist-info" / "entry_points.txt"
        assert f"\ngood ({distribution} 1.0): failed\n  where: {file}:2\n  what: {what}\n" in message
    app = make_app(pkgs("good", "duplicate", "other"), plugins_on_error="quarantine")
    assert [(state.distribution, state.state) for state in app.app.registry.plugin_report] == [
        ("acme-good", "failed"),
        ("roadmap-good", "failed"),
        ("acme-roadmap", "active"),
    ]
    app.get("/learn/good", status=404)
    app.get("/learn/other")


def test_a_failing_one_can_be_disabled(pkgs: Callable[..., Any], make_app: Callable[..., Any]) -> None:
    app = make_app(pkgs("good", "raises"), plugins_disabled=("raises",))
    assert [(state.id, state.state, state.usable) for state in app.app.registry.plugin_report] == [
        ("good", "active", True),
        ("raises", "disabled", True),
    ]


def test_a_disabled_name_that_is_not_installed_is_mentioned(
    make_app: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    make_app(plugins_disabled=("kafak",))
    assert "roadmap.plugins.disabled names 'kafak', which is not installed" in caplog.messages


def test_a_view_that_raises_takes_its_own_page_down_and_is_named_in_the_log(
    pkgs: Callable[..., Any], make_app: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(pkgs("good", "view_raises"))
    answer = app.get("/learn/view-raises/page", status=500)
    assert "ZeroDivisionError" not in answer.text
    blamed = [
        record for record in caplog.records if record.name == "roadmap.plugins" and record.levelno == logging.ERROR
    ]
    assert [record.getMessage() for record in blamed] == [
        "plugin view-raises (roadmap-view-raises 1.0): view page at GET /learn/view-raises/page raised"
    ]
    assert blamed[0].exc_info is not None
    assert blamed[0].exc_info[0] is ZeroDivisionError
    assert app.get("/learn/view-raises/fine").json == {"all": "well"}
    assert app.get("/learn/view-raises/busy", status=429).headers["Retry-After"] == "7"
    assert len([record for record in caplog.records if record.name == "roadmap.plugins"]) == 1
    app.get("/learn/view-raises")
    app.get("/learn/good/lab")
