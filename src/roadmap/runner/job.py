"""What the runner is asked to do: a program with its checks (Check), or a file to execute (Run)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from roadmap.catalogue import Check, Exercise, Limits, NamedProgram, Sample


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for a sandbox.

    `kind` is `check` (grade `files` with `checks_source`), `run` (execute the file `main` and stream what it prints) or
    `observe` (start the program, or just the services, and let `observer_source`, which a plugin wrote, look at it from
    outside and report facts; see `roadmap.runner.observe`).
    """

    kind: Literal["check", "run", "observe"]
    runtime: str
    files: Mapping[str, str]
    limits: Limits = field(default_factory=Limits)
    program: str = "python"
    entry: str = ""
    main: str = ""
    services: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    checks_source: str = ""
    probe_source: str | None = None
    observer_source: str = ""
    observer_input: object = None
    """JSON for the observer: what to do."""
    state: bytes = b""
    """For `observe`: what an earlier observation left (for the service redis, an RDB file), at most 1 MiB."""
    exercise: str = ""
    exercise_version: str = ""
    seed: int | None = None
    """Of the checks' random inputs; None draws a fresh one."""
    id: str = ""
    """Names the job in log lines; a submission's id where there is one."""
    programs: tuple[NamedProgram, ...] = ()
    """Where the files become several programs: all of them, instead of `program` and `entry`."""

    @property
    def started(self) -> tuple[NamedProgram, ...]:
        """Every program of the run; one that has no name of its own is called by its kind."""
        return self.programs or (NamedProgram(self.program, self.program, self.entry),)

    @classmethod
    def to_check(cls, exercise: Exercise, files: Mapping[str, str], *, id: str = "", seed: int | None = None) -> Job:
        """Grade `files`, the complete program of a learner, as `exercise` says."""
        return cls(
            kind="check",
            runtime=exercise.runtime,
            files=dict(files),
            limits=exercise.limits,
            program=exercise.program,
            entry=exercise.entry,
            services=exercise.services,
            env=exercise.env,
            checks=exercise.checks,
            checks_source=exercise.checks_source,
            probe_source=exercise.probe_source,
            exercise=exercise.key,
            exercise_version=exercise.version,
            seed=seed,
            id=id,
            programs=exercise.programs,
        )

    @classmethod
    def to_run(cls, sample: Sample, code: str | None = None, *, id: str = "") -> Job:
        """Execute `sample`, or what a visitor made of it."""
        return cls(
            kind="run",
            runtime=sample.runtime,
            files={sample.name: sample.code if code is None else code},
            main=sample.name,
            limits=sample.limits,
            services=sample.services,
            id=id,
        )

    @classmethod
    def to_try(cls, exercise: Exercise, files: Mapping[str, str], *, id: str = "") -> Job:
        """Execute `files`, the complete program of a learner, and grade nothing."""
        return replace(
            cls.to_check(exercise, files, id=id),
            kind="run",
            main=exercise.run or exercise.edit[0],
            checks=(),
            checks_source="",
            probe_source=None,
        )
