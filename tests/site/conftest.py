"""A site of the specimen section beside this file: one page of each kind, with everything that a page can show."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from roadmap.plugins import Plugin, discover
from roadmap.runner import Unavailable
from roadmap.site.views import exercise, run, sample
from roadmap.testing.site import Sites

PACKAGES = Path(__file__).parent / "pkgs"


def plugin_in(folder: Path) -> Plugin:
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    (plugin,) = discover([str(folder)])
    return plugin


@pytest.fixture(scope="session")
def specimen() -> Plugin:
    return plugin_in(PACKAGES / "specimen")


@pytest.fixture(scope="session")
def sharp() -> Plugin:
    """Titles and summaries that would break out of what they are written into."""
    return plugin_in(PACKAGES / "sharp")


@pytest.fixture(scope="session")
def specimen_site(specimen: Plugin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    """As production has it: pages are kept once they are made."""
    folder = tmp_path_factory.mktemp("site")
    limits = {"rate_submissions": 1000, "rate_address": 1000}
    with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
        # Makes the tables, which a site in production only looks at.
        sites.make([specimen], runner="off", development=True)
        yield sites.make([specimen], runner="off", development=False, **limits)


@pytest.fixture(autouse=True)
def impatient_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages wait for a verdict for some seconds; here few ever get one. In tests/browser they do."""
    for view in (exercise, run, sample):
        monkeypatch.setattr(view, "PATIENCE", 0.2)


@pytest.fixture
def site(specimen_site: TestApp) -> Any:
    """A visitor of their own."""
    return TestApp(specimen_site.app)
