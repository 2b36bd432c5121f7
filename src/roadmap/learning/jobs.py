"""From a stored submission to the runner's job, and for runs from a job to what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from roadmap.catalogue import Catalogue, Limits, NamedProgram
from roadmap.runner.job import Job


class NotRunnable(Exception):
    """What was stored can no longer be turned into a job; the message is for the visitor."""


def run_spec(job: Job) -> dict[str, Any]:
    """Everything of a run but its files, JSON-ready."""
    return {
        "runtime": job.runtime,
        "program": job.program,
        "entry": job.entry,
        "main": job.main,
        "services": list(job.services),
        "env": dict(job.env),
        "limits": asdict(job.limits),
        "programs": [asdict(program) for program in job.programs],
    }


def run_job(id: str, files: Mapping[str, str], spec: Mapping[str, Any]) -> Job:
    """The run that `run_spec` was made of."""
    rest = {
        **spec,
        "services": tuple(spec["services"]),
        "limits": Limits(**spec["limits"]),
        # A run that was stored by an earlier version has none.
        "programs": tuple(NamedProgram(**program) for program in spec.get("programs", ())),
    }
    return Job(kind="run", id=id, files=dict(files), **rest)


def check_job(id: str, exercise_key: str, edited: Mapping[str, str], catalogue: Catalogue) -> Job:
    """Grading `edited` by the exercise as it is now.

    :raises NotRunnable: the exercise is gone, or it has other files by now.
    """
    exercise = catalogue.exercise_by_key(exercise_key)
    if exercise is None:
        raise NotRunnable(f"The exercise {exercise_key} is not on this site any more.")
    try:
        files = exercise.program_files(edited)
    except ValueError as error:
        raise NotRunnable(f"The exercise has changed since you sent this: {error}. Please send it again.") from None
    return Job.to_check(exercise, files, id=id)
