"""A job comes out of JSON as it went in."""

from __future__ import annotations

import json

import pytest

from roadmap.catalogue import Check, Limits
from roadmap.runner.job import Job
from roadmap.workers.wire import job_from_json, job_to_json

JOBS = [
    Job(kind="run", runtime="flask", files={"a.py": "print('ä\x00')"}, main="a.py"),
    Job(
        kind="observe",
        runtime="redis",
        files={},
        services=("redis",),
        observer_source="def observe(i, w): return 1",
        observer_input={"a": [1, None]},
        state=bytes(range(256)),
        limits=Limits(wall_seconds=3),
    ),
    Job(
        kind="check",
        runtime="flask",
        files={},
        env={"A": "b"},
        checks=(Check("test_a", "A", 1), Check("test_b", "B", 2)),
        seed=7,
        probe_source=None,
    ),
]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.kind)
def test_what_goes_in_comes_out(job: Job) -> None:
    assert job_from_json(json.loads(json.dumps(job_to_json(job)))) == job


@pytest.mark.parametrize("broken", [{"kind": "nonsense"}, {**job_to_json(JOBS[0]), "shell": "rm"}, {"state": "%"}, []])
def test_anything_else_is_no_job(broken: object) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        job_from_json(broken)
