"""What a run can be: a learner's program, a judge, or a service that both talk to."""

from __future__ import annotations

from typing import Any

from .postgres_service import PostgresService
from .redis_service import RedisService
from .service import LOG, Service

NOWHERE = "/dev/null"

SERVICES: dict[str, type[Service]] = {"redis": RedisService, "postgres": PostgresService}


def main(role: str, job: dict[str, Any], descriptors: list[int]) -> None:
    """Be `role` in this process, to its end."""
    if role == "program":
        from . import program

        program.main(job, *descriptors)
    elif role == "judge":
        from . import judge

        judge.main(job, *descriptors)
    else:
        SERVICES[role](job, descriptors).execute()


def output(role: str) -> str:
    """Where goes what `role` prints before it says otherwise."""
    return LOG if role in SERVICES else NOWHERE


def system_calls(job: dict[str, Any], usual: bytes) -> bytes:
    """The filter for the main process of `job`."""
    if "filter" not in job:
        return usual
    with open(job["filter"], "rb") as file:
        return file.read()


def service(role: str, job: dict[str, Any], descriptors: list[int]) -> Service | None:
    return SERVICES[role](job, descriptors) if role in SERVICES else None
