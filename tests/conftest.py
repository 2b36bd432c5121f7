"""What the core's own tests share: sites made of the tiny plugins in tests/pkgs, or of installed ones."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from roadmap.plugins import Plugin, discover
from roadmap.runner.runner import Runner
from roadmap.settings import Settings
from roadmap.testing.site import Sites, named, session_runner, settings_for

PKGS = Path(__file__).parent / "pkgs"


@pytest.fixture
def pkgs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Plugin, ...]]]:
    """A function: names of folders in tests/pkgs to plugins, which can be imported until the test is over."""
    before = set(sys.modules)

    def find(*names: str) -> tuple[Plugin, ...]:
        for name in names:
            assert (PKGS / name).is_dir(), f"there is no tests/pkgs/{name}"
            monkeypatch.syspath_prepend(PKGS / name)
        return discover(str(PKGS / name) for name in names)

    yield find
    for name in set(sys.modules) - before:
        if str(PKGS) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def app_settings(tmp_path: Path) -> Settings:
    """Settings of a site in a folder of its own."""
    settings = settings_for(tmp_path / "data")
    settings.data.mkdir()
    return settings


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory, roadmap_runtimes: Path) -> Iterator[Runner]:
    """The real sandbox, with the runtimes of all installed plugins; starts when it is first used."""
    with session_runner(discover, tmp_path_factory.mktemp("runner"), roadmap_runtimes) as opened:
        yield opened


@pytest.fixture
def make_app(
    pkgs: Callable[..., tuple[Plugin, ...]], runner: Runner, roadmap_runtimes: Path, tmp_path: Path
) -> Iterator[Callable[..., Any]]:
    """A function that makes a site, for webtest; its keywords are fields of `Settings`.

    `plugins` are names of installed plugins (`make_app(plugins=["flask"])`); left out, the site has the two good ones
    of tests/pkgs. Sites that one test makes share their data, as after a restart.
    """
    with Sites(tmp_path, runner=runner, runtimes=roadmap_runtimes) as sites:

        def make(plugins: Iterable[str | Plugin] | None = None, **settings: Any) -> Any:
            if plugins is None:
                return sites.make(pkgs("good", "other"), **settings)
            chosen = list(plugins)
            found = named(name for name in chosen if isinstance(name, str))
            return sites.make([*found, *(plugin for plugin in chosen if isinstance(plugin, Plugin))], **settings)

        yield make


@pytest.fixture
def app(make_app: Callable[..., Any]) -> Any:
    """A site of the two good plugins in tests/pkgs, for webtest."""
    return make_app()


@pytest.fixture(scope="session")
def browser(roadmap_browser: Browser) -> Browser:
    return roadmap_browser
