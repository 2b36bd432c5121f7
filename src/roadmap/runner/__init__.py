"""Running code that nobody trusts: jobs, sandboxes, checks, verdicts, and where they run. Knows nothing of the web."""

from roadmap.runner.job import Job
from roadmap.runner.local import open_runner
from roadmap.runner.runner import Event, EventSink, KeepsWarm, Runner, Runtime, Unavailable, WarmProcess, ignore
from roadmap.runner.verdict import CheckResult, Outcome, Phases, State, Verdict

__all__ = [
    "CheckResult",
    "Event",
    "EventSink",
    "Job",
    "KeepsWarm",
    "Outcome",
    "Phases",
    "Runner",
    "Runtime",
    "State",
    "Unavailable",
    "Verdict",
    "WarmProcess",
    "ignore",
    "open_runner",
]
