"""The plugin under test is this one alone."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def roadmap_plugins() -> tuple[str, ...]:
    return ("django",)
