# ruff: noqa: S102, S311
"""A runner for the tests of the proof: it runs the example's own, trusted code in this process, without any walls."""

from __future__ import annotations

import contextlib
import io
import random as random_module
import traceback

from roadmap.runner.job import Job
from roadmap.runner.runner import Event, EventSink, ignore
from roadmap.runner.verdict import CheckResult, Outcome, Phases, State, Verdict

VERSIONS = {"python": "3.11.2", "demo-lib": "1.2", "other": "9"}


class BareRunner:
    """Checks that use `call` and `random`, and runs of single files. `show_checks` is a defect: it shows them."""

    def __init__(self, *, ran: float = 0.01, show_checks: bool = False) -> None:
        self.jobs: list[Job] = []
        self._ran = ran
        self._show_checks = show_checks

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled=lambda: False) -> Verdict:
        self.jobs.append(job)
        on_event(Event("started"))
        verdict = self._run(job) if job.kind == "run" else self._check(job)
        on_event(Event("finished"))
        return verdict

    def problem(self) -> str | None:
        return None

    def close(self) -> None:
        pass

    def _run(self, job: Job) -> Verdict:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            try:
                exec(compile(job.files[job.main], job.main, "exec"), {"__name__": "__main__"})
            except Exception as error:
                return Verdict(State.FAILED, repr(error), output=printed.getvalue(), traceback=traceback.format_exc())
        return Verdict(State.PASSED, output=printed.getvalue(), phases=Phases(ran=self._ran), versions=VERSIONS)

    def _check(self, job: Job) -> Verdict:
        modules = {}
        try:
            for name, source in job.files.items():
                exec(compile(source, name, "exec"), modules.setdefault(name.removesuffix(".py"), {}))
        except Exception as error:
            return Verdict(State.ERROR, repr(error), traceback=traceback.format_exc(), versions=VERSIONS)

        def call(target, *args):
            module, _, function = target.partition(":")
            return modules[module][function](*args)

        seed = random_module.randrange(1000)
        fixtures = {"call": call, "random": random_module.Random(seed)}
        scope = {}
        exec(compile(job.checks_source, "checks.py", "exec"), scope)
        results = tuple(self._one(check, scope[check.id], fixtures) for check in job.checks)
        passed = all(result.outcome is Outcome.PASSED for result in results)
        output = job.checks_source if self._show_checks else ""
        state = State.PASSED if passed else State.FAILED
        return Verdict(state, checks=results, seed=seed, versions=VERSIONS, output=output)

    def _one(self, check, function, fixtures) -> CheckResult:
        wanted = {name: fixtures[name] for name in function.__code__.co_varnames[: function.__code__.co_argcount]}
        try:
            function(**wanted)
        except AssertionError as error:
            return CheckResult(check.id, check.title, Outcome.FAILED, str(error))
        except Exception as error:
            return CheckResult(check.id, check.title, Outcome.FAILED, f"raised {error!r}")
        return CheckResult(check.id, check.title, Outcome.PASSED)
