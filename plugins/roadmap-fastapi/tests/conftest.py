"""The plugin under test is this one alone, on one site for the whole session: its pages keep nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from webtest import TestApp

from roadmap.catalogue import Section
from roadmap.runner.runner import Runner
from roadmap.testing.site import Sites, named


@pytest.fixture(scope="session")
def roadmap_plugins() -> tuple[str, ...]:
    return ("fastapi",)


@pytest.fixture(scope="session")
def fastapi_site(
    roadmap_plugins: tuple[str, ...],
    roadmap_runner: Runner,
    roadmap_runtimes: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TestApp]:
    with Sites(tmp_path_factory.mktemp("site"), runner=roadmap_runner, runtimes=roadmap_runtimes) as sites:
        yield sites.make(named(roadmap_plugins), rate_submissions=1000, rate_address=1000)


@pytest.fixture
def site(fastapi_site: TestApp) -> TestApp:
    """The site, for a visitor whom it has not met."""
    fastapi_site.reset()
    return fastapi_site


@pytest.fixture
def section(fastapi_site: TestApp) -> Section:
    found = fastapi_site.app.registry.catalogue.section("fastapi")
    assert found is not None
    return found
