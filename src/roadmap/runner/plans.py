"""What each sandbox of a run is told: mounts, limits, files, and what to be."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from roadmap.catalogue import SERVICES, Limits, NamedProgram, Program
from roadmap.runner.job import Job
from roadmap.runner.services import Ready

_ENVIRONMENT = {
    "PATH": "/opt/runtime/bin:/usr/bin:/bin",
    "HOME": "/work",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}
_FILTERS = {"postgres": "/opt/roadmap/filter-postgres.bpf"}
"""System call filters of services that need more than others."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One program of a run: what the exercise calls it, what kind it is, and the names of its sockets in /run."""

    named: NamedProgram
    kind: Program
    sockets: tuple[str, str]
    """For what it serves, and for calls."""

    @property
    def name(self) -> str:
        return self.named.name


def cast(job: Job, kinds: Sequence[Program]) -> tuple[Cast, ...]:
    """The programs that `job` starts; none, where it is for services only or its files are only read."""
    # The first has the plain names: what a plugin's checks of a program of its own connect to.
    prefixes = ("", *(f"{named.name}." for named in job.started[1:]))
    found = tuple(
        Cast(named, kind, (f"{prefix}app.sock", f"{prefix}call.sock"))
        for named, kind, prefix in zip(job.started, kinds, prefixes, strict=True)
        if kind.runs
    )
    return found[:1] if is_script(job, found) else found


def is_script(job: Job, programs: Sequence[Cast]) -> bool:
    """Whether Run executes one file. It shows the front page of what speaks HTTP; everything else is a script to it."""
    return job.kind == "run" and bool(programs) and not any("http" in each.kind.offers for each in programs)


def for_program(job: Job, program: Cast, run: str, *, shared: bool, script: bool) -> dict[str, Any]:
    """:param shared: whether its folder is that of a room. :param script: whether it is one file to execute."""
    services = [SERVICES[name] for name in job.services]
    limits = asdict(job.limits)
    found = {name: value for service in services for name, value in service.environment.items()}
    return {
        "role": "program",
        "plan": _plan(run, job.limits, {each.name: (f"/run/{each.name}", False) for each in services}, shared=shared),
        "limits": limits,
        # Where the folder is shared, the room has written them.
        "files": {} if shared else dict(job.files),
        "names": list(job.files),
        "adapter": program.kind.source,
        "entry": program.named.entry or program.kind.entry or "",
        # Never empty for a script: that would start the adapter, and nobody would be there to look at it.
        "script": (job.main or ".") if script else "",
        "probe": job.probe_source,
        "env": {**_ENVIRONMENT, **job.env, **found},
        "links": {link: target for each in services for link, target in each.links.items()},
    }


def for_room(job: Job) -> dict[str, Any]:
    """The folder that several programs share."""
    return {"role": "room", "plan": _plan("", job.limits, {}), "files": dict(job.files)}


def for_judge(job: Job, programs: Sequence[Cast], run: str, seed: int) -> dict[str, Any]:
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
        "programs": [
            {"name": each.name, "offers": list(each.kind.offers), "sockets": list(each.sockets)} for each in programs
        ],
        "sources": dict(job.files),
        "wall_seconds": job.limits.wall_seconds,
        "links": {},
    }


def for_service(job: Job, ready: Ready, run: str) -> dict[str, Any]:
    service = ready.service
    limits = replace(
        job.limits,
        memory_mb=service.memory_mb,
        processes=service.processes,
        open_files=service.open_files,
        work_mb=service.work_mb,
        work_inodes=service.work_inodes,
        cpu_seconds=60,
    )
    plan: dict[str, Any] = {
        "role": service.name,
        "plan": _plan(run, limits, {service.name: (f"/run/{service.name}", True)}),
        "limits": asdict(limits),
        "files": {},
        "binary": str(ready.binary),
        "state": base64.b64encode(job.state).decode() if service.keeps_state else "",
        "links": {},
    }
    if service.name in _FILTERS:
        plan["filter"] = _FILTERS[service.name]
    return plan


def _plan(run: str, limits: Limits, meet: Mapping[str, tuple[str, bool]], *, shared: bool = False) -> dict[str, Any]:
    return {
        "run": run,
        "meet": dict(meet),
        "work_mb": limits.work_mb,
        "inodes": limits.work_inodes,
        "shared": shared,
    }
