"""A job as JSON, for the broker."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from roadmap.catalogue import Check, Limits
from roadmap.runner.job import Job


def job_to_json(job: Job) -> dict[str, Any]:
    return {**asdict(job), "state": base64.b64encode(job.state).decode("ascii")}


def job_from_json(data: Mapping[str, Any]) -> Job:
    """What `job_to_json` was given.

    :raises TypeError, KeyError, ValueError: it is something else.
    """
    return Job(
        **{
            **data,
            "limits": Limits(**data["limits"]),
            "services": tuple(data["services"]),
            "checks": tuple(Check(**check) for check in data["checks"]),
            "state": base64.b64decode(data["state"], validate=True),
        }
    )
