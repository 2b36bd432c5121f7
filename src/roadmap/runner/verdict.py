"""What the runner answers, as plain data with a JSON schema and a version number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

VERSION = 1


class State(StrEnum):
    """How a run ended. `passed` means that every declared check reported and held; for a Run, that it ended with 0."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    CRASHED = "crashed"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    UNAVAILABLE = "unavailable"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: `expected` and `got` are bounded representations, set only where the check compares."""

    id: str
    title: str
    outcome: Outcome
    feedback: str = ""
    expected: str | None = None
    got: str | None = None


@dataclass(frozen=True, slots=True)
class Phases:
    """Seconds, by the monotonic clock: waiting in the queue, starting the sandbox and the program, running."""

    queued: float = 0.0
    started: float = 0.0
    ran: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a job. Every text in it is valid UTF-8 without control or direction characters, and bounded."""

    state: State
    message: str = ""
    """One sentence for the learner, for example the exception that stopped their program, or the signal."""
    checks: tuple[CheckResult, ...] = ()
    output: str = ""
    output_truncated: bool = False
    traceback: str = ""
    """The learner's own traceback, where the program did not start or a Run raised; their frames first."""
    phases: Phases = field(default_factory=Phases)
    memory_mb: float = 0.0
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    """Distribution to version, of the runtime that it ran on, `python` included."""
    exercise: str = ""
    exercise_version: str = ""
    files_hash: str = ""
    facts: object = None
    """What an observer reported (`Job.kind == "observe"`): JSON."""
    state_after: str = ""
    """Base64 of what the services left for a later observation; empty unless asked for."""
    version: int = VERSION

    @property
    def passed(self) -> bool:
        return self.state is State.PASSED

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Verdict:
        """:raises ValueError: `data` is of another version."""
        if data.get("version") != VERSION:
            raise ValueError(f"a verdict of version {data.get('version')!r}; this program reads version {VERSION}")
        return cls(
            **{
                **data,
                "state": State(data["state"]),
                "phases": Phases(**data["phases"]),
                "checks": tuple(
                    CheckResult(**{**check, "outcome": Outcome(check["outcome"])}) for check in data["checks"]
                ),
            }
        )

    @classmethod
    def unavailable(cls, message: str, **more: Any) -> Verdict:
        """Our own fault: never counted against the learner."""
        return cls(state=State.UNAVAILABLE, message=message, **more)
