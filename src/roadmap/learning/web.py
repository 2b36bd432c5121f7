"""What requests get of learning, and how the dispatcher is started and stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request

from roadmap.languages import said
from roadmap.learning.bookmarks import Bookmarks
from roadmap.learning.dispatcher import Dispatcher
from roadmap.learning.drafts import Drafts
from roadmap.learning.errors import BadFiles, QueueFull, TooMany, Wait
from roadmap.learning.events import EventLog
from roadmap.learning.figures import Figures
from roadmap.learning.moved import Moved
from roadmap.learning.notes import Notes
from roadmap.learning.observing import Observing
from roadmap.learning.progress import Progress
from roadmap.learning.quizzes import Quizzes
from roadmap.learning.rates import Rates
from roadmap.learning.submissions import Desk, Submissions
from roadmap.learning.trail import Trail
from roadmap.learning.workspaces import Workspaces
from roadmap.runner.job import Job
from roadmap.runner.verdict import Verdict
from roadmap.settings import Settings


def includeme(config: Configurator) -> None:
    settings: Settings = config.registry.roadmap
    config.registry.rates = Rates(settings.rate_submissions, settings.rate_address)
    config.registry.run_events = EventLog()
    config.registry.figures = Figures()
    config.registry.moved = Moved(lambda: config.registry.catalogue)
    config.registry.observing = Observing(settings.runner_slots)
    config.registry.dispatcher = None
    config.add_request_method(_submissions, "submissions", reify=True)
    config.add_request_method(_drafts, "drafts", reify=True)
    config.add_request_method(_progress, "progress", reify=True)
    config.add_request_method(_quizzes, "quizzes", reify=True)
    config.add_request_method(_bookmarks, "bookmarks", reify=True)
    config.add_request_method(_notes, "notes", reify=True)
    config.add_request_method(_workspaces, "workspaces", reify=True)
    config.add_request_method(_observe, "observe")
    config.add_request_method(_refuse, "refuse")


class Dispatching(Protocol):
    """What sees to it that queued submissions are run: the `Dispatcher` in this process, or workers elsewhere."""

    @property
    def slots(self) -> int:
        """How many programs run at the same time."""

    def start(self) -> None: ...

    def stop(self, timeout: float = 10.0) -> None: ...

    def wake(self) -> None: ...

    def interrupt(self, submission: str) -> None: ...


def start_dispatcher(registry: Registry) -> Dispatching | None:
    """Begin to run what is queued. Safe to repeat; does nothing where `roadmap.dispatch` is off.

    Not done by `includeme`: commands such as proutes make the application too, and must not run anything.
    """
    settings: Settings = registry.roadmap
    if not settings.dispatch:
        return None
    if registry.dispatcher is None:
        registry.dispatcher = Dispatcher(
            registry.sessionmaker,
            registry.runner,
            registry.catalogue,
            data=settings.data,
            slots=settings.runner_slots,
            events=registry.run_events,
            trail=Trail(registry.catalogue, registry.figures),
            lease_seconds=settings.runner_lease,
        )
    dispatcher: Dispatching = registry.dispatcher
    dispatcher.start()
    return dispatcher


def stop_dispatcher(registry: Registry, timeout: float = 10.0) -> None:
    """Let what runs end, for `timeout` seconds; the rest is queued again. Safe to repeat."""
    if registry.dispatcher is not None:
        registry.dispatcher.stop(timeout)
        registry.dispatcher = None


def _submissions(request: Request) -> Submissions:
    registry, settings = request.registry, request.registry.roadmap
    desk = Desk(
        catalogue=registry.catalogue,
        sessions=registry.sessionmaker,
        rates=registry.rates,
        events=registry.run_events,
        slots=registry.dispatcher.slots if registry.dispatcher is not None else settings.runner_slots,
        queue_limit=settings.runner_queue,
        trail=Trail(registry.catalogue, registry.figures),
        moved=registry.moved,
    )

    def wake() -> None:
        if registry.dispatcher is not None:
            registry.dispatcher.wake()

    def interrupt(submission: str) -> None:
        if registry.dispatcher is not None:
            registry.dispatcher.interrupt(submission)

    def after_commit(step: Callable[[], None]) -> None:
        request.tm.get().addAfterCommitHook(lambda committed: step() if committed else None)

    return Submissions(lambda: request.db, request.visitors, request.address, desk, after_commit, wake, interrupt)


def _drafts(request: Request) -> Drafts:
    return Drafts(lambda: request.db, request.visitors, request.registry.catalogue, request.registry.moved)


def _progress(request: Request) -> Progress:
    return Progress(lambda: request.db, request.visitors, request.registry.catalogue, request.registry.moved)


def _quizzes(request: Request) -> Quizzes:
    return Quizzes(lambda: request.db, request.visitors, request.registry.moved)


def _bookmarks(request: Request) -> Bookmarks:
    return Bookmarks(lambda: request.db, request.visitors, request.registry.catalogue, request.registry.moved)


def _notes(request: Request) -> Notes:
    return Notes(lambda: request.db, request.visitors, request.registry.catalogue, request.registry.moved)


def _workspaces(request: Request) -> Workspaces:
    return Workspaces(lambda: request.db, request.visitors)


def _observe(request: Request, job: Job) -> Verdict:
    """Run an `observe` job now and wait for its verdict; counts against the limits as a submission does.

    What the request has written so far is committed first: while it waits for the program, it must not keep everybody
    else from writing.
    """
    registry = request.registry
    visitor = request.visitor
    try:
        registry.rates.spend(visitor.id if visitor else None, request.address)
    except TooMany:
        registry.figures.refused("rate")
        raise
    request.ensure_visitor()
    request.tm.commit()
    request.tm.begin()
    # Where the server can tell that the visitor has left (waitress, with channel_request_lookahead), the run ends.
    gone = request.environ.get("waitress.client_disconnected", lambda: False)
    try:
        verdict: Verdict = registry.observing.observe(registry.runner, job, gone)
    except QueueFull:
        registry.figures.refused("queue_full")
        raise
    return verdict


def _refuse(request: Request, error: Wait | BadFiles) -> str:
    """Give the response the status of what was refused, and when to come again; returns why, for whoever sent it."""
    request.response.status_int = error.status
    if isinstance(error, Wait):
        request.response.retry_after = error.retry_after
    return said(error, request.localizer)
