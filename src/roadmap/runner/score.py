"""The declared checks of a run and what has been reported of each. Silence is never a pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from roadmap.catalogue import Check
from roadmap.runner.text import visible
from roadmap.runner.verdict import CheckResult, Outcome

_LONGEST_FEEDBACK, _LONGEST_SIDE = 4000, 1200


class Score:
    """Fills up as the judge reports."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._results = {check.id: CheckResult(check.id, check.title, Outcome.NOT_REACHED) for check in checks}
        self._current: str | None = None

    def begin(self, check: str) -> None:
        self._current = check

    def add(self, told: Mapping[str, Any]) -> CheckResult | None:
        """The result as it goes into the verdict; None for a check that nobody declared."""
        declared = self._results.get(str(told["check"]))
        if declared is None or declared.outcome is not Outcome.NOT_REACHED:
            return None
        outcome = Outcome(told["outcome"])
        feedback = visible(str(told["feedback"]), _LONGEST_FEEDBACK)
        if outcome is not Outcome.PASSED and not feedback:
            feedback = f"This does not hold yet: {declared.title}"
        result = replace(
            declared, outcome=outcome, feedback=feedback, expected=_side(told["expected"]), got=_side(told["got"])
        )
        self._results[declared.id] = result
        self._current = None
        return result

    def interrupt(self, feedback: str) -> None:
        """The check that was on when the run was stopped has failed; those after it are not reached."""
        if self._current in self._results and self._results[self._current].outcome is Outcome.NOT_REACHED:
            self._results[self._current] = replace(
                self._results[self._current], outcome=Outcome.FAILED, feedback=feedback.strip()
            )

    @property
    def missing(self) -> list[str]:
        return [result.id for result in self.results if result.outcome is Outcome.NOT_REACHED]

    @property
    def passed(self) -> bool:
        """Every declared check reported and held, and there is at least one."""
        return bool(self._results) and all(result.outcome is Outcome.PASSED for result in self.results)

    @property
    def results(self) -> tuple[CheckResult, ...]:
        return tuple(self._results.values())


def _side(text: object) -> str | None:
    return None if text is None else visible(str(text), _LONGEST_SIDE)
