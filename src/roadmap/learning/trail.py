"""The trail that a submission leaves between click and verdict: log lines with its id, and figures."""

from __future__ import annotations

import logging
from typing import Any

from roadmap.catalogue import Catalogue
from roadmap.learning.figures import Figures
from roadmap.learning.queue import Claim
from roadmap.runner.verdict import Verdict

log = logging.getLogger(__name__)


class Trail:
    """Told of each step by whoever takes it. What visitors wrote, and who they are, is in none of the lines."""

    def __init__(self, catalogue: Catalogue, figures: Figures) -> None:
        self._catalogue = catalogue
        self.figures = figures

    def accepted(self, id: str, kind: str, exercise: str) -> None:
        log.info("accepted", extra={"submission": id, "kind": kind, "exercise": exercise})

    def queued(self, id: str, kind: str) -> None:
        """What was accepted is committed."""
        self.figures.accepted(kind)
        log.info("queued", extra={"submission": id})

    def claimed(self, claim: Claim) -> None:
        waited = claim.queued_seconds
        self.figures.began(claim.kind, self._runtime(claim), waited)
        log.info("claimed", extra={**self._about(claim), "waited": round(waited, 4)})

    def started(self, id: str) -> None:
        log.info("run started", extra={"submission": id})

    def judged(self, claim: Claim, verdict: Verdict, seconds: float) -> None:
        more = {"state": verdict.state.value, "seconds": round(seconds, 4)}
        log.info("verdict", extra={**self._about(claim), **more})

    def stored(self, claim: Claim, verdict: Verdict, seconds: float) -> None:
        self.figures.judged(claim.kind, self._runtime(claim), verdict, seconds)
        log.info("stored", extra={"submission": claim.id})

    def dropped(self, claim: Claim) -> None:
        log.info("the verdict came too late and was dropped", extra={"submission": claim.id})

    def _about(self, claim: Claim) -> dict[str, Any]:
        return {"submission": claim.id, "kind": claim.kind, "runtime": self._runtime(claim)}

    def _runtime(self, claim: Claim) -> str:
        return runtime_of(self._catalogue, claim.kind, claim.exercise, claim.spec)


def runtime_of(catalogue: Catalogue, kind: str, exercise: str, spec: Any) -> str:
    """The runtime of a stored submission; "gone" where its exercise is not on this site any more."""
    if kind == "run":
        return str((spec or {}).get("runtime", "gone"))
    found = catalogue.exercise_by_key(exercise)
    return found.runtime if found is not None else "gone"
