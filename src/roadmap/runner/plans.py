"""What each sandbox of a run is told: mounts, limits, files, and what to be."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from roadmap.catalogue import Limits, Program
from roadmap.runner.job import Job
from roadmap.runner.record import REDIS_MB
from roadmap.runner.runtimes import RuntimeProblem

_ENVIRONMENT = {
    "PATH": "/opt/runtime/bin:/usr/bin:/bin",
    "HOME": "/work",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}


def is_script(job: Job, program: Program) -> bool:
    """Whether Run executes one file. It shows the front page of what speaks HTTP; everything else is a script to it."""
    return job.kind == "run" and program.runs and "http" not in program.offers


def for_program(job: Job, program: Program, run: str) -> dict[str, Any]:
    redis = "redis" in job.services
    return {
        "role": "program",
        "plan": _plan(run, job.limits, {"redis": ("/run/redis", False)} if redis else {}),
        "limits": asdict(job.limits),
        "files": dict(job.files),
        "adapter": program.source,
        "entry": job.entry or program.entry or "",
        # Never empty for a script: that would start the adapter, and nobody would be there to look at it.
        "script": (job.main or ".") if is_script(job, program) else "",
        "probe": job.probe_source,
        "env": {**_ENVIRONMENT, **job.env, **({"REDIS_URL": "unix:///run/redis.sock"} if redis else {})},
        "links": {"/run/redis.sock": "/run/redis/redis.sock"} if redis else {},
    }


def for_judge(job: Job, run: str, seed: int) -> dict[str, Any]:
    task = {"check": "check", "observe": "observe", "run": "page"}[job.kind]
    limits = Limits(cpu_seconds=job.limits.wall_seconds + 5, memory_mb=512, processes=128, open_files=512, work_mb=16)
    return {
        "role": "judge",
        "plan": _plan(run, limits, {"": ("/run", False)}),
        "limits": asdict(limits),
        "files": {},
        "task": task,
        "source": job.checks_source if task == "check" else job.observer_source,
        "input": job.observer_input,
        "seed": seed,
        "services": list(job.services),
        "sources": dict(job.files),
        "wall_seconds": job.limits.wall_seconds,
        "links": {},
    }


def for_redis(job: Job, run: str) -> dict[str, Any]:
    """:raises RuntimeProblem: there is no redis-server on this machine."""
    binary = shutil.which("redis-server", path="/usr/bin:/usr/sbin:/bin")
    if binary is None:
        raise RuntimeProblem("redis-server is missing: install the Debian package redis-server")
    limits = replace(job.limits, memory_mb=REDIS_MB, processes=16, open_files=128, work_mb=32, cpu_seconds=60)
    return {
        "role": "redis",
        "plan": _plan(run, limits, {"redis": ("/run/redis", True)}),
        "limits": asdict(limits),
        "files": {},
        "binary": binary,
        "state": base64.b64encode(job.state).decode(),
        "links": {},
    }


def _plan(run: str, limits: Limits, meet: Mapping[str, tuple[str, bool]]) -> dict[str, Any]:
    return {"run": run, "meet": dict(meet), "work_mb": limits.work_mb, "inodes": limits.work_inodes}
