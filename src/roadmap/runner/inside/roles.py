"""What a run can be: a learner's program, a judge, or a service that both talk to."""

from __future__ import annotations

from typing import Any

from .postgres_service import PostgresService
from .redis_service import RedisService
from .service import Service

MAIN = ("program", "judge")
"""Roles of the main process of a sandbox, for which an understudy may stand ready."""

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
        raise ValueError(f"no such role: {role}")


def service(role: str, job: dict[str, Any], descriptors: list[int]) -> Service | None:
    return SERVICES[role](job, descriptors) if role in SERVICES else None
