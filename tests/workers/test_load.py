"""Many at once, on a whole site with workers: every one answered, none lost or graded twice, in a fair order.

The samples run with all other tests; `make load` runs the real thing, and prints what it took.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.workers.farm import Farm, is_fair, let_loose

from roadmap.testing.brokers import Broker
from roadmap.testing.databases import empty_schema

pytestmark = pytest.mark.sandbox


@pytest.fixture
def make_farm(tmp_path: Path, postgres_url: str, redis: Broker) -> Iterator[Callable[..., Farm]]:
    made: list[Farm] = []

    def make(**options: Any) -> Farm:
        made.append(Farm(tmp_path, empty_schema(postgres_url), redis, **options))
        made[-1].start_web()
        return made[-1]

    yield make
    for farm in made:
        farm.close()


def test_a_sample_of_the_storm(make_farm: Callable[..., Farm]) -> None:
    """Row 196 of the catalogue of hostile submissions, over workers; one of them dies, and the broker as well."""
    farm = make_farm()
    storm = let_loose(farm, 60, 6, kill_seconds=0.5, kills=1, patience=150)
    print("\n" + storm.table())
    assert (storm.kills, storm.restarts, storm.states["passed"]) == (1, 1, 60)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_500_at_once(make_farm: Callable[..., Farm]) -> None:
    farm = make_farm()
    storm = let_loose(farm, 500, 50)
    print("\n\n500 submissions of 50 visitors at once, two workers with two slots each:\n" + storm.table())
    assert is_fair(farm, 50)
    assert (storm.states, storm.attempts) == ({"passed": 500}, {1: 500})


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_500_at_once_while_workers_are_killed(make_farm: Callable[..., Farm]) -> None:
    farm = make_farm()
    storm = let_loose(farm, 500, 50, kill_seconds=2.0, patience=1500)
    print("\n\nThe same, a worker killed every two seconds, the broker restarted once:\n" + storm.table())
    assert storm.kills >= 5
    assert storm.restarts == 1
    assert storm.states["passed"] + storm.states["unavailable"] == 500
