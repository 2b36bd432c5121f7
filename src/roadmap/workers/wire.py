"""A job as JSON, for the broker."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from roadmap.runner.job import Job

OTHER_VERSION = (
    "The machines that serve pages and those that run programs do not have the same version of this site. "
    "Nothing of this counts against you; please try again later."
)


def job_to_json(job: Job) -> dict[str, Any]:
    return {**asdict(job), "state": base64.b64encode(job.state).decode("ascii")}


def job_from_json(data: Mapping[str, Any]) -> Job:
    """What `job_to_json` was given.

    :raises TypeError, ValueError, AttributeError: it is something else.
    """
    return cast("Job", _revived(Job, data))


def _revived(declared: Any, value: Any) -> Any:
    """`value` as the type that a field is declared with: JSON has lists for tuples, and mappings for dataclasses."""
    if is_dataclass(declared):
        hints = get_type_hints(declared)
        if not set(value) <= hints.keys():
            raise TypeError(f"{declared} has no {', '.join(set(value) - hints.keys())}")
        return cast("Any", declared)(**{name: _revived(hints[name], each) for name, each in value.items()})
    if get_origin(declared) is tuple:
        return tuple(_revived(get_args(declared)[0], each) for each in value)
    if declared is bytes:
        return base64.b64decode(value, validate=True)
    return value
