"""The fixtures for plugin authors, in a pytest run of their own, as an author's project has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

PKGS = Path(__file__).parent.parent / "pkgs"


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of someone who has installed the plugin `good`."""
    monkeypatch.setenv("PYTHONPATH", str(PKGS / "good"))
    return pytester


def test_a_few_lines_test_a_plugin(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nroadmap_plugins = good\naddopts = --strict-config -p no:cacheprovider\n")
    project.makepyfile(
        """
        def test_the_section(roadmap_section):
            assert roadmap_section.title == "Good"

        def test_the_lab(roadmap_app):
            assert "Words of the good plugin" in roadmap_app.get("/learn/good/lab")

        def test_only_this_plugin_is_there(roadmap_app):
            assert [section.id for section in roadmap_app.app.registry.catalogue.sections] == ["good"]

        def test_another_setting(roadmap_make_app):
            assert roadmap_make_app(plugins_disabled=("good",)).get("/learn/good", status=404)
        """
    )
    project.runpytest_subprocess("-q").assert_outcomes(passed=4)


def test_the_plugin_must_be_named(project: pytest.Pytester) -> None:
    project.makepyfile("def test_it(roadmap_app): pass")
    result = project.runpytest_subprocess("-q")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*set roadmap_plugins = <your plugin's name> in your pytest settings*"])


def test_a_plugin_that_is_not_installed_is_named(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nroadmap_plugins = kafka\n")
    project.makepyfile("def test_it(roadmap_app): pass")
    result = project.runpytest_subprocess("-q")
    result.stdout.fnmatch_lines(["*LookupError: not installed: kafka (plugins that are: *good*"])


def test_other_projects_in_this_environment_pay_nothing() -> None:
    heavy = {"pyramid", "sqlalchemy", "jinja2", "webtest", "roadmap.settings", "roadmap.plugins"}
    program = f"import roadmap.testing, sys; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
