"""A real browser on a real server: the specimen section of tests/site/pkgs, with every kind of page in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from roadmap.learning import start_dispatcher
from roadmap.plugins import Plugin, discover
from roadmap.runner import Runner, runtimes
from roadmap.testing.site import Sites, session_runner

SPECIMEN = Path(__file__).parents[1] / "site" / "pkgs" / "specimen"
expect.set_options(timeout=60_000)  # a cold sandbox on a busy machine takes its time


def specimen() -> tuple[Plugin, ...]:
    if str(SPECIMEN) not in sys.path:
        sys.path.insert(0, str(SPECIMEN))
    return discover([str(SPECIMEN)])


@pytest.fixture(scope="session")
def roadmap_runtimes() -> Path:
    """Where the site's own runtimes are: those that are there already are not built again."""
    return runtimes.default_root()


@pytest.fixture(scope="session")
def specimen_runner(tmp_path_factory: pytest.TempPathFactory, roadmap_runtimes: Path) -> Iterator[Runner]:
    """The real sandbox."""
    with session_runner(specimen, tmp_path_factory.mktemp("runner"), roadmap_runtimes) as runner:
        yield runner


@pytest.fixture(scope="session")
def site(specimen_runner: Runner, roadmap_runtimes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that runs what it is sent."""
    with Sites(tmp_path_factory.mktemp("site"), runner=specimen_runner, runtimes=roadmap_runtimes) as sites:
        fields = {"development": True, "rate_submissions": 1000, "rate_address": 10000}
        app = sites.make(specimen(), **fields)
        registry: Any = app.app.registry
        for runtime in (runtimes.JUDGE, *registry.runtimes.values()):
            runtimes.build(runtime, roadmap_runtimes)
        server = waitress.create_server(app.app, host="127.0.0.1", port=0, threads=8)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        # The queue is worked on only where settings say so; these tests want it in this process.
        object.__setattr__(registry.roadmap, "dispatch", True)
        start_dispatcher(registry)
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()
        thread.join(5)


def is_ours(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.text.startswith("Failed to load resource: the server responded")


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor of their own; fails the test when a script raises or the policy refuses something.

    That a request was answered with an error is in the console too; pages say that in words, which tests look at.
    """
    context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if is_ours(message) else None)
    yield page
    context.close()
    assert not errors, errors
