"""Running code that nobody trusts: jobs, sandboxes, checks, verdicts, and where they run. Knows nothing of the web."""

from roadmap.runner.job import Job
from roadmap.runner.local import open_runner
from roadmap.runner.runner import Event, EventSink, Runner, Runtime, Unavailable, ignore
from roadmap.runner.verdict import CheckResult, Outcome, Phases, State, Verdict

__all__ = [
    "CheckResult",
    "Event",
    "EventSink",
    "Job",
    "Outcome",
    "Phases",
    "Runner",
    "Runtime",
    "State",
    "Unavailable",
    "Verdict",
    "ignore",
    "open_runner",
]
