"""The runner on this machine: a supervisor in this process, its warm processes, and a number of runs at once."""

from __future__ import annotations

import atexit
import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from roadmap.runner import canary, doctor, files, programs, runtimes, services, walls
from roadmap.runner.endings import Endings
from roadmap.runner.folder import Folder
from roadmap.runner.job import Job
from roadmap.runner.party import Fault, ServiceDown
from roadmap.runner.run import Cancelled, Run
from roadmap.runner.runner import EventSink, Runtime, Unavailable, WarmProcess, ignore
from roadmap.runner.runtimes import RuntimeProblem
from roadmap.runner.sandbox import sandbox_uid
from roadmap.runner.text import visible
from roadmap.runner.verdict import Phases, State, Verdict
from roadmap.runner.warm import Recipe, Warm

log = logging.getLogger("roadmap.runner")

_JUDGE_WARMUP = "from roadmap_inside import judge_warmup; judge_warmup.warm_up()"


def open_runner(
    declared: Mapping[str, Runtime], *, data: Path, slots: int, warm: str = "first_use", root: Path | None = None
) -> LocalRunner | Unavailable:
    """The runner of this machine, or one that refuses and says why.

    :param declared: name to runtime, as plugins brought them; each must have been built (`roadmap.runner.runtimes`).
    :param data: the site's own folder. Nothing of it is shown to a sandbox.
    :param slots: how many jobs may run at once; more wait.
    :param warm: `start` warms everything up at once, in a thread; `first_use` when it is wanted.
    :param root: where runtimes are built, if not in the default place.
    """
    problem = doctor.first_problem()
    if problem is not None:
        log.error("no code can be run: %s", problem)
        return Unavailable(problem)
    runner = LocalRunner(declared, slots=slots, root=root or runtimes.default_root())
    if warm == "start":
        threading.Thread(target=runner.warm_up, name="roadmap-warm-up", daemon=True).start()
    return runner


class LocalRunner:
    """Safe to use from several threads."""

    def __init__(self, declared: Mapping[str, Runtime], *, slots: int, root: Path) -> None:
        self._declared = dict(declared)
        self._root = root
        self._slots = threading.BoundedSemaphore(slots)
        self._lock = threading.Lock()
        self._proving = threading.Lock()
        self._warm: dict[str, Warm] = {}
        self._folder: Folder | None = None
        self._problem: str | None = None
        self._proved = self._closed = False
        self._waiting = 0
        """How many wait for a verdict, or for their turn."""
        # The kernel ends a sandbox with the thread that started it: one thread, which lives on, starts them all.
        self._nursery = ThreadPoolExecutor(1, thread_name_prefix="roadmap-nursery")
        self._endings = Endings(slots)
        atexit.register(self.close)

    def execute(self, job: Job, on_event: EventSink = ignore, cancelled: Callable[[], bool] = lambda: False) -> Verdict:
        with self._one_more():
            return self._execute(job, on_event, cancelled)

    @contextlib.contextmanager
    def _one_more(self) -> Iterator[None]:
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _is_quiet(self) -> bool:
        return self._waiting == 0

    def _execute(self, job: Job, on_event: EventSink, cancelled: Callable[[], bool]) -> Verdict:
        asked = time.monotonic()
        while not self._slots.acquire(timeout=0.1):
            if cancelled():
                return self._finished(job, Verdict.unavailable("Cancelled."), 0, asked, asked)
        try:
            began = time.monotonic()
            problem = self.prove()
            if problem is not None:
                return self._finished(job, Verdict.unavailable(problem), 0, asked, began)
            return self._attempt_twice(job, on_event, cancelled, asked)
        finally:
            self._slots.release()

    def problem(self) -> str | None:
        return self._problem

    def prove(self) -> str | None:
        """Have the walls proved, once; the problem if they do not stand. Waits for it."""
        if not self._proved:
            with self._proving:
                if not self._proved:
                    try:
                        self._problem = walls.breach(self.run_once)
                        self._proved = True
                    except RuntimeProblem as problem:
                        # Something can be mended while we are up, a runtime built for example: asked again next time.
                        self._problem = str(problem)
                    except (Fault, OSError) as problem:
                        self._problem = f"Sandboxes cannot be started on this machine: {problem}"
                    if self._problem:
                        log.error("no code will be run: %s", self._problem)
        return self._problem

    def canary(self) -> str | None:
        """Prove once more that the sandbox works and holds; the problem if not. Does not wait for a slot."""
        just_proved = not self._proved
        return self.prove() or canary.failure(self.run_once, try_walls=not just_proved)

    def warm_up(self) -> None:
        """Prove the walls and start every warm process."""
        if self.prove() is None:
            for name in self._declared:
                try:
                    self._warm_process(name).start()
                except (RuntimeProblem, OSError) as problem:
                    log.error("%s", problem)

    def warm_processes(self) -> tuple[WarmProcess, ...]:
        with self._lock:
            started = list(self._warm.values())
        return tuple(warm.look() for warm in started)

    def settle(self) -> None:
        """Wait until nothing is left of runs that have a verdict, and the spares for the next ones stand ready."""
        self._endings.settle()
        with self._lock:
            started = list(self._warm.values())
        for warm in started:
            warm.settle()

    def close(self) -> None:
        with self._lock:
            self._closed = True
        # Without the lock: a run that ends may still ask for something.
        self._endings.shut_down()
        with self._lock:
            for warm in self._warm.values():
                warm.close()
            self._warm.clear()
            if self._folder is not None:
                self._folder.remove()
                self._folder = None
        self._nursery.shutdown(wait=False)
        atexit.unregister(self.close)

    def run_once(self, job: Job, on_event: EventSink, cancelled: Callable[[], bool], seed: int) -> Verdict:
        """One attempt, and nothing is left of it afterwards.

        :raises Fault, RuntimeProblem, Cancelled, OSError: no verdict came of it, or a sandbox of it does not end.
        """
        run = self._new_run(job, on_event, cancelled, seed)
        try:
            return run.verdict()
        finally:
            run.close(self._is_quiet)

    def _new_run(self, job: Job, on_event: EventSink, cancelled: Callable[[], bool], seed: int) -> Run:
        declared = self._declared.get(job.runtime)
        kinds = [programs.find(each.kind, declared.programs if declared else ()) for each in job.started]
        ready = services.prepare(job.services, self._root)
        judge = self._warm_process(runtimes.JUDGE.name)
        judge.start()
        warm = self._warm_process(job.runtime) if any(kind.runs for kind in kinds) else judge
        warm.start()  # before the clock of the run starts
        return Run(job, kinds, ready, seed, self._the_folder().new_run(), warm, judge, on_event, cancelled)

    def _attempt(self, job: Job, on_event: EventSink, cancelled: Callable[[], bool], seed: int) -> Verdict:
        """As `run_once`, but whoever waits need not wait until everything is cleared away."""
        run = self._new_run(job, on_event, cancelled, seed)
        try:
            return run.verdict()
        finally:
            self._endings.add(partial(run.close, self._is_quiet))

    def _attempt_twice(self, job: Job, on_event: EventSink, cancelled: Callable[[], bool], asked: float) -> Verdict:
        seed = job.seed if job.seed is not None else secrets.randbelow(2**53)
        verdict = Verdict.unavailable("")
        began = time.monotonic()
        if (problem := files.problem_with(job.files, job.limits)) is not None:
            return self._finished(job, Verdict(state=State.ERROR, message=problem), seed, asked, began)
        for attempt in (1, 2):
            began = time.monotonic()
            try:
                verdict = self._attempt(job, on_event, cancelled, seed)
                break
            except Cancelled:
                return self._finished(job, Verdict.unavailable("Cancelled."), seed, asked, began)
            except RuntimeProblem as problem:
                log.error("job %s: %s", job.id, problem)
                verdict = Verdict.unavailable(str(problem))
                break
            except ServiceDown as problem:
                log.error("job %s: attempt %d: %s\n%s", job.id, attempt, problem, problem.log)
                verdict = _without(problem)
            except Exception as problem:
                # Whatever it is: the learner must not pay for it, nor the thread that asked.
                unforeseen = not isinstance(problem, (Fault, OSError))
                log.error("job %s: attempt %d broke down: %s", job.id, attempt, problem, exc_info=unforeseen)
                verdict = Verdict.unavailable(
                    "Something of ours broke down, twice. Nothing of this counts against you."
                )
        return self._finished(job, verdict, seed, asked, began)

    def _finished(self, job: Job, verdict: Verdict, seed: int, asked: float, began: float) -> Verdict:
        try:
            versions = dict(runtimes.versions(runtimes.find(self._declared[job.runtime], self._root)))
        except (KeyError, RuntimeProblem, OSError):
            versions = {}
        phases = Phases(queued=round(began - asked, 4), started=verdict.phases.started, ran=verdict.phases.ran)
        log.info("job %s: %s after %.3f s", job.id, verdict.state.value, time.monotonic() - began)
        return replace(
            verdict,
            phases=phases,
            seed=seed if job.kind == "check" else None,
            versions=versions,
            exercise=job.exercise,
            exercise_version=job.exercise_version,
            files_hash=files.digest(job.files),
        )

    def _warm_process(self, name: str) -> Warm:
        with self._lock:
            if self._closed:
                raise RuntimeProblem("the runner has been closed")
            if name not in self._warm:
                self._warm[name] = Warm(self._recipe(name), self._make_folder(), self._nursery)
            return self._warm[name]

    def _recipe(self, name: str) -> Recipe:
        if name == runtimes.JUDGE.name:
            return Recipe(name, runtimes.find(runtimes.JUDGE, self._root), (), _JUDGE_WARMUP, servers=1)
        runtime = self._declared.get(name)
        if runtime is None:
            raise RuntimeProblem(
                f"no plugin declares a runtime {name!r}; there are: {', '.join(self._declared) or 'none'}"
            )
        adapters = (*programs.BUILT_IN.values(), *runtime.programs)
        modules = [module for program in adapters for module in program.preload]
        return Recipe(name, runtimes.find(runtime, self._root), runtime.preload, runtime.warmup, modules)

    def _make_folder(self) -> Folder:
        if self._folder is None:
            self._folder = Folder(sandbox_uid())
        return self._folder

    def _the_folder(self) -> Folder:
        with self._lock:
            return self._make_folder()


def _without(down: ServiceDown) -> Verdict:
    """It is named, and its log stands where the program's own output would."""
    message = f"{down.service}, which this program needs, did not start, twice: {visible(down.last_words, 300)}"
    return Verdict.unavailable(f"{message}. Nothing of this counts against you.", output=visible(down.log, 8192))
