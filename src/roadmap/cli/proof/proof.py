"""Everything that `roadmap check` proves, job by job, as a service without a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from threading import Event

from roadmap.catalogue import Catalogue, Exercise, Finding, Sample, Section
from roadmap.catalogue.verified import Stamp, digest, key
from roadmap.cli.proof.exercises import exercise_trials
from roadmap.cli.proof.pages import check_pages
from roadmap.cli.proof.samples import sample_trials
from roadmap.cli.proof.trial import Trial
from roadmap.runner.runner import Runner, Runtime, ignore
from roadmap.runner.verdict import State, Verdict

_PIN = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*==")


@dataclass(frozen=True, slots=True)
class Proved:
    """One step that is done, and what it found."""

    name: str
    findings: tuple[Finding, ...]


class Proof:
    """Proves `sections` of `catalogue` (all where none are named).

    `solutions` is how often each solution is run, `jobs` how many jobs run at a time. `len()` is the number of steps.

    :raises KeyError: there is no such section.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        runner: Runner,
        runtimes: Mapping[str, Runtime],
        sections: Sequence[str] = (),
        *,
        solutions: int = 1,
        jobs: int = 2,
        today: date | None = None,
    ) -> None:
        known = catalogue.as_mapping()
        self.sections = tuple(known[id] for id in sections) if sections else catalogue.sections
        self.trials = tuple(trial for section in self.sections for trial in _trials(section, solutions))
        self._catalogue = catalogue
        self._runner = runner
        self._runtimes = runtimes
        self._jobs = jobs
        self._today = today or date.today()
        self.ran = 0
        """How many jobs have been run so far."""
        self._proved: dict[tuple[str, str], Verdict] = {}
        self._failed = set[tuple[str, str]]()

    def __len__(self) -> int:
        return 1 + len(self.trials)

    def run(self) -> Iterator[Proved]:
        """Each step as it is done: first what reading alone shows, then the jobs."""
        yield Proved("pages", tuple(check_pages(self._catalogue, self.sections, self._today)))
        problem = self._runner.problem() if self.trials else None
        if problem:
            cure = "see `roadmap doctor`"
            nothing = Finding(self.sections[0].path.name, 1, f"no sample and no exercise was run: {problem}", cure)
            yield Proved("sandbox", (nothing,))
            return
        yield from self._run_trials()

    def stamps(self, section: Section) -> Mapping[str, Stamp]:
        """For each sample and exercise of `section` of which every job ended as it should."""
        stamps = {}
        items: list[Sample | Exercise] = [*section.samples, *section.exercises]
        for item in items:
            place = (section.id, key(item))
            if place in self._proved and place not in self._failed:
                versions = self._versions(section, item.runtime, self._proved[place].versions)
                stamps[key(item)] = Stamp(self._today, versions, digest(item))
        return stamps

    def _run_trials(self) -> Iterator[Proved]:
        stop = Event()
        pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="check")
        try:
            running = {pool.submit(self._execute, trial, stop): trial for trial in self.trials}
            for future in as_completed(running):
                trial, verdict = running[future], future.result()
                findings = tuple(trial.judge(verdict))
                place = (trial.section.id, key(trial.item))
                self._proved[place] = verdict
                self.ran += verdict.state is not State.UNAVAILABLE
                if any(finding.severity == "error" for finding in findings):
                    self._failed.add(place)
                yield Proved(trial.name, findings)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)

    def _execute(self, trial: Trial, stop: Event) -> Verdict:
        verdict = self._runner.execute(trial.job, ignore, stop.is_set)
        if verdict.state is State.UNAVAILABLE and not stop.is_set():
            verdict = self._runner.execute(trial.job, ignore, stop.is_set)
        return verdict

    def _versions(self, section: Section, runtime: str, installed: Mapping[str, str]) -> dict[str, str]:
        """Versions of what runtime.txt names, the section's own technology first, and Python's last."""
        by_name = {_normal(name): version for name, version in installed.items()}
        declared = self._runtimes.get(runtime)
        text = declared.requirements.read_text(encoding="utf-8") if declared else ""
        names = [match[1] for line in text.splitlines() if (match := _PIN.match(line.strip()))]
        names.sort(key=lambda name: _normal(name) not in (_normal(section.id), _normal(section.title)))
        versions = {name: by_name[_normal(name)] for name in names if _normal(name) in by_name}
        return {**versions, "Python": by_name["python"]} if "python" in by_name else versions


def _trials(section: Section, solutions: int) -> Iterator[Trial]:
    yield from sample_trials(section)
    for exercise in section.exercises:
        yield from exercise_trials(section, exercise, solutions)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
