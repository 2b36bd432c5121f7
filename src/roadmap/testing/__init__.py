"""Fixtures for the tests of a plugin: a site with this plugin only, its section, and a runner for its exercises.

pytest loads this module in every run of an environment that Roadmap is installed in, so all else is imported on use.
Which plugins the site gets is said in the author's pytest settings (`roadmap_plugins = kafka`), or by overriding the
fixture `roadmap_plugins`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from webtest import TestApp

    from roadmap.catalogue import Section
    from roadmap.runner.runner import Runner

CHROMIUM = "/usr/bin/chromium"
_CHROMIUM_OPTIONS = (
    # As root it has no sandbox of its own; it sees pages of the tests only.
    "--no-sandbox",
    "--disable-gpu",
    # Nothing that it would look up or fetch by itself.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("roadmap_plugins", "names of the plugins that the fixture roadmap_app has", type="args", default=[])


@pytest.fixture(scope="session")
def roadmap_plugins(pytestconfig: pytest.Config) -> tuple[str, ...]:
    """Names of the plugins under test; the first is the one whose section `roadmap_section` is."""
    names = tuple(pytestconfig.getini("roadmap_plugins"))
    if not names:
        pytest.fail("set roadmap_plugins = <your plugin's name> in your pytest settings, or override this fixture")
    return names


@pytest.fixture(scope="session")
def roadmap_runtimes() -> Path:
    """Where environments for learners' code are built: those that a site of this user has are used again."""
    from roadmap.settings import shared_runtimes

    return Path(os.environ.get("ROADMAP_RUNTIMES") or shared_runtimes()).absolute()


@pytest.fixture(scope="session")
def roadmap_runner(roadmap_runtimes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """The real sandbox, with the runtimes of all installed plugins; starts when it is first used.

    Not only of those under test: pytest makes it once, for whichever plugin's tests come first in a session.
    """
    from roadmap.plugins import discover
    from roadmap.testing.site import session_runner

    with session_runner(discover, tmp_path_factory.mktemp("runner"), roadmap_runtimes) as runner:
        yield runner


@pytest.fixture
def roadmap_make_app(
    roadmap_plugins: tuple[str, ...], roadmap_runner: Runner, roadmap_runtimes: Path, tmp_path: Path
) -> Iterator[Callable[..., TestApp]]:
    """A function that makes a site with the plugins under test; its keywords are fields of `Settings`."""
    from roadmap.testing.site import Sites, named

    with Sites(tmp_path, runner=roadmap_runner, runtimes=roadmap_runtimes) as sites:

        def make(**settings: Any) -> TestApp:
            return sites.make(named(roadmap_plugins), **settings)

        yield make


@pytest.fixture
def roadmap_app(roadmap_make_app: Callable[..., TestApp]) -> TestApp:
    """A site with the plugins under test, for webtest; its data is gone after the test."""
    return roadmap_make_app()


@pytest.fixture
def roadmap_section(roadmap_app: TestApp, roadmap_plugins: tuple[str, ...]) -> Section:
    """The section of the first plugin under test, as the catalogue has it."""
    section: Section | None = roadmap_app.app.registry.catalogue.section(roadmap_plugins[0])
    assert section is not None, f"the plugin {roadmap_plugins[0]} adds no section"  # noqa: S101  a test's own check
    return section


@pytest.fixture(scope="session")
def roadmap_browser() -> Iterator[Browser]:
    """Debian's Chromium without a screen, driven by Playwright: one for all tests of a session.

    Playwright's synchronous side can be started only once in a thread, so whoever wants a browser takes this one.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_CHROMIUM_OPTIONS))
        yield launched
        launched.close()
