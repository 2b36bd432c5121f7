"""Proof that the walls stand: hostile programs, run before anybody else's, that must all fail."""

from __future__ import annotations

import json
import os
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from roadmap.runner.attempts import COUNT, EXCESSES, LIMITS, PROGRAM, Excess
from roadmap.runner.job import Job
from roadmap.runner.party import Fault
from roadmap.runner.runner import EventSink, ignore
from roadmap.runner.runtimes import JUDGE
from roadmap.runner.seccomp import numbers
from roadmap.runner.verdict import State, Verdict

RunOnce = Callable[[Job, EventSink, Callable[[], bool], int], Verdict]


def breach(run_once: RunOnce) -> str | None:
    """What a hostile program got away with, as a paragraph with the cure; None if it got away with nothing.

    :raises Fault: it could not even be run.
    """
    variable = f"ROADMAP_WALL_{secrets.token_hex(4)}"
    abstract = f"roadmap-wall-{secrets.token_hex(8)}"
    with (
        socket.create_server(("127.0.0.1", 0)) as host,
        socket.socket(socket.AF_UNIX) as unix,
        tempfile.NamedTemporaryFile() as file,
    ):
        unix.bind("\0" + abstract)
        unix.listen()
        Path(file.name).chmod(0o644)
        os.environ[variable] = "seen"
        try:
            given = {"port": host.getsockname()[1], "abstract": abstract, "file": file.name, "pid": os.getpid()}
            # Its three streams, the line on which it says that it is up, and the folder that it lists.
            more = {"descriptors": 5, "variable": variable, "calls": numbers("keyctl", "io_uring_setup", "bpf")}
            verdict = run_once(_job({**given, **more}), ignore, lambda: False, 0)
        finally:
            del os.environ[variable]
    through = _through(verdict) + [excess.title for excess in EXCESSES if _exceeds(run_once, excess)]
    if not through:
        return None
    return (
        f"The sandbox of this machine lets a program {', '.join(through)}, so no learner's code is run here. "
        "`roadmap doctor` says what is unusual about this machine."
    )


def _job(given: dict[str, Any]) -> Job:
    return Job(
        kind="run",
        runtime=JUDGE.name,
        files={"walls.py": PROGRAM.format(given=json.dumps(given))},
        main="walls.py",
        limits=LIMITS,
        id="walls",
    )


def _exceeds(run_once: RunOnce, excess: Excess) -> bool:
    job = Job(
        kind="run",
        runtime=JUDGE.name,
        files={"walls.py": excess.code},
        main="walls.py",
        limits=excess.limits,
        id="walls",
    )
    verdict = run_once(job, ignore, lambda: False, 0)
    if verdict.state not in (State.PASSED, excess.state):
        raise Fault(f"the proof that a program cannot {excess.title} ended as {verdict.state.value}: {verdict.message}")
    return verdict.state is State.PASSED


def _through(verdict: Verdict) -> list[str]:
    """What it got away with."""
    if verdict.state is not State.PASSED:
        raise Fault(
            f"the proof of the walls ended as {verdict.state.value}: {verdict.message} {verdict.traceback[-500:]}"
        )
    results = dict(json.loads(line) for line in verdict.output.splitlines())
    processes = results.pop("processes")
    if len(results) != COUNT:
        raise Fault("the proof of the walls did not make all of its attempts")
    seen = [f"see {processes} processes"] if processes > 2 else []
    return [name for name, succeeded in results.items() if succeeded] + seen
