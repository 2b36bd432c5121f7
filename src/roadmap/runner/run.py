"""One job from its first fork to its verdict: the parties of the run, what they say, and the clock."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from roadmap.catalogue import SERVICES, Program
from roadmap.runner import plans
from roadmap.runner.folder import RunFolder
from roadmap.runner.hearing import Hearing
from roadmap.runner.inside import wire
from roadmap.runner.job import Job
from roadmap.runner.party import Fault, Party, ServiceDown
from roadmap.runner.process import Process
from roadmap.runner.record import Record
from roadmap.runner.room import Room
from roadmap.runner.runner import Event, EventSink
from roadmap.runner.services import Ready
from roadmap.runner.verdict import State, Verdict
from roadmap.runner.warm import Warm

_LARGEST_FROM_JUDGE = 4 * 1024 * 1024
_LARGEST_FROM_PROGRAM = 1024 * 1024


class Cancelled(Exception):
    """Whoever asked does not want to know any more."""


class Run:
    """Use once: `verdict()`, then `close()` whatever happened."""

    def __init__(
        self,
        job: Job,
        kinds: Sequence[Program],
        services: Sequence[Ready],
        seed: int,
        folder: RunFolder,
        warm: Warm,
        judge: Warm,
        on_event: EventSink,
        cancelled: Callable[[], bool],
    ) -> None:
        """:param kinds: of `job.started`, in that order."""
        self._job, self._seed, self._folder = job, seed, folder
        self._warm, self._judging = warm, judge
        self._on_event, self._cancelled = on_event, cancelled
        cast = plans.cast(job, kinds)
        self._script = plans.is_script(job, cast)
        self._record = Record(job, cast, script=self._script)
        self._processes = {each.name: Process(each) for each in cast}
        self._services = {ready.service.name: ready for ready in services}
        self._awaited = set(self._services)
        """Services that are not up yet."""
        self._hearing = Hearing()
        self._parties: dict[str, Party] = {}
        """Services and the judge by their names."""
        self._room: Room | None = None
        self._channel: socket.socket | None = None
        """To the judge."""
        self._judge_waits = False
        self._due = 0.0
        """When to look at the control groups again."""

    def verdict(self) -> Verdict:
        """:raises Fault: something of ours broke.
        :raises Cancelled: `cancelled` said so.
        """
        self._start()
        while self._record.state is None:
            self._turn()
        if self._record.state is State.PASSED and self._job.kind == "observe":
            self._keep_state()
        self._end()
        return self._record.verdict()

    def close(self, quiet: Callable[[], bool] = lambda: False) -> None:
        """End every process of the run and let go of all that it held; have forks made for the next.

        :param quiet: whether nobody waits for a verdict by then.
        :raises Fault: a sandbox does not end.
        """
        parties = self._all_parties()
        for party in parties:
            party.kill()
        lasting = [party.name for party in parties if not party.wait(5)]
        for party in parties:
            party.close()
        for process in self._processes.values():
            process.close()
        self._hearing.close()
        if self._channel is not None:
            self._channel.close()
        self._folder.remove()
        for warm in {self._warm, self._judging}:
            warm.replenish(quiet=quiet())
        if lasting:
            raise Fault(f"these sandboxes do not end: {', '.join(lasting)}")

    def _all_parties(self) -> list[Party]:
        """In the order in which they end: the room holds the programs."""
        programs = [process.party for process in self._processes.values() if process.started]
        return [*programs, *self._parties.values(), *([self._room.party] if self._room else [])]

    # Starting

    def _start(self) -> None:
        self._on_event(Event("started"))
        if self._job.kind == "run" and not self._processes:
            self._record.finish(State.PASSED, "These files are not a program: nothing is run. Check reads them.")
            return
        for name, ready in self._services.items():
            self._start_service(name, ready)
        if not self._script:
            self._start_judge()
        self._go_on_if_services_are_up()

    def _go_on_if_services_are_up(self) -> None:
        """Now the programs, if there are any, all at once."""
        if self._awaited:
            return
        if not self._processes:
            self._record.started()
            self._let_judge_go()
            return
        shared = len(self._processes) > 1
        fork = self._warm.fork
        if shared:
            self._room = Room(self._warm, plans.for_room(self._job))
            fork = self._room.fork
            self._listen_to_init(self._room.party)
        for process in self._processes.values():
            plan = plans.for_program(self._job, process.cast, self._folder.name, shared=shared, script=self._script)
            cgroup = self._folder.cgroup(plan["limits"])
            with process.opened(self._folder) as theirs:
                process.party = Party(process.name, fork, plan, theirs, cgroup)
            self._listen_to_init(process.party, process)
            self._listen_to(process)

    def _start_service(self, name: str, ready: Ready) -> None:
        self._folder.add_service(name)
        plan = plans.for_service(self._job, ready, self._folder.name)
        with contextlib.ExitStack() as opened:
            files = [opened.enter_context(ready.template.open("rb"))] if ready.template else []
            cgroup = self._folder.cgroup(plan["limits"])
            self._parties[name] = Party(
                name, self._judging.fork_server, plan, [file.fileno() for file in files], cgroup
            )
        self._listen_to_init(self._parties[name])

    def _start_judge(self) -> None:
        self._channel, theirs = socket.socketpair()
        with theirs:
            cast = [process.cast for process in self._processes.values()]
            plan = plans.for_judge(self._job, cast, self._folder.name, self._seed)
            # Without a control group: it is ours, and its watch is enough for it.
            self._parties["judge"] = Party("judge", self._judging.fork, plan, [theirs.fileno()])
        self._hearing.add_line(self._channel, _LARGEST_FROM_JUDGE, self._hear_judge, self._judge_babbles)
        self._listen_to_init(self._parties["judge"])

    def _listen_to_init(self, party: Party, process: Process | None = None) -> None:
        self._hearing.add(party.line, partial(self._hear_init, party, process))

    def _listen_to(self, process: Process) -> None:
        for stream, file in process.streams.items():
            self._hearing.add_stream(file, partial(self._hear_stream, process, stream))
        assert process.line is not None  # noqa: S101
        hear, babbles = partial(self._hear_program, process), partial(self._program_babbles, process)
        self._hearing.add_line(process.line, _LARGEST_FROM_PROGRAM, hear, babbles)

    # One turn: whatever can be read, then the clock

    def _turn(self) -> None:
        left = self._record.deadline - time.monotonic()
        self._hearing.turn(min(max(left, 0), 0.1), lambda: self._record.state is not None)
        self._look_at_cgroups()
        if self._record.state is not None:
            return
        if time.monotonic() >= self._record.deadline:
            self._record.out_of_time()
        elif self._cancelled():
            raise Cancelled

    def _look_at_cgroups(self, every: float = 0.1) -> None:
        """Limits that the kernel found broken, whatever the watches inside have seen."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + every
        running = [(process.party, process) for process in self._processes.values() if process.started]
        for party, process in [*running, *((party, None) for party in self._parties.values())]:
            if party.cgroup is not None and (limit := party.cgroup.broken_limit()):
                self._hit_limit(party.name, limit, process)

    def _judge_babbles(self) -> None:
        raise Fault("the judge does not make sense")

    def _program_babbles(self, process: Process) -> None:
        """A learner's program may write to this line what it likes; but then it has not started."""
        self._record.babbled(process.name)

    # What is said

    def _hear_stream(self, process: Process, stream: str, data: bytes) -> None:
        self._printed(process.name, stream, data)

    def _printed(self, program: str, stream: str, data: bytes) -> None:
        if text := self._record.printed(program, stream, data):
            self._on_event(Event("output", {"stream": stream, "text": text}))

    def _hear_init(self, party: Party, process: Process | None) -> None:
        for message in party.read():
            if "usage" in message and process:
                self._record.used(process.name, message["usage"])
            if "did" in message:
                self._did(message, process)
            elif "up" in message:
                self._service_is_up(party.name, message)
            elif "limit" in message:
                self._hit_limit(party.name, message["limit"], process)
            elif "not_entered" in message:
                self._folder.not_entered(message["not_entered"])
            elif "ended" in message:
                self._ended(party.name, message["ended"], process)
        if party.gone:
            self._hearing.forget(party.line)
            if self._record.state is None:
                raise Fault(f"{party.name}: the sandbox went away")

    def _service_is_up(self, name: str, message: Mapping[str, Any]) -> None:
        if not message["up"]:
            raise ServiceDown(SERVICES[name].server, message["log"])
        self._awaited.discard(name)
        self._go_on_if_services_are_up()

    def _hit_limit(self, name: str, limit: str, process: Process | None) -> None:
        if process:
            self._record.program_hit_limit(name, limit)
        elif name == "judge":
            self._record.judge_hit_limit()
        else:
            self._record.service_hit_limit(SERVICES[name], limit)

    def _ended(self, name: str, code: int, process: Process | None) -> None:
        if process:
            self._hearing.drain(*process.heard)
            self._due = 0.0
            self._look_at_cgroups()
            self._record.program_ended(name, code)
        elif name == "judge":
            self._hearing.drain(self._channel)
            if self._record.state is None:
                raise Fault("the judge ended without a word")
        # And a service, whoever shut it down: the next check gets another.

    def _hear_program(self, process: Process, message: Any) -> None:
        if "raised" in message:
            self._record.program_raised(process.name, message["raised"])
        elif message["started"] is True:
            self._record.program_is_up(process.name)
            if process.awaited:
                process.awaited = False
                self._answer_judge({"up": True})
            self._let_judge_go()

    def _hear_judge(self, message: Any) -> None:
        if "ask" in message:
            self._asked(message["ask"])
        elif "begin" in message:
            self._record.check_begins(message["begin"])
        elif "check" in message:
            result = self._record.check_ends(message)
            if result is not None:
                self._on_event(Event("check", asdict(result)))
        elif "facts" in message:
            self._record.observed(message["facts"])
        elif "page" in message:
            self._printed("", "stdout", message["page"].encode("utf-8", "replace"))
        elif "author" in message:
            raise Fault(f"the author of {self._job.exercise or 'this observer'} must mend it: {message['author']}")
        elif "fault" in message:
            raise Fault(f"judge: {message['fault']}")
        elif "done" in message and (missing := self._record.judged()):
            raise Fault(f"{self._job.exercise}: no report on {', '.join(missing)}")

    def _asked(self, asked: Mapping[str, Any]) -> None:
        if "wait" in asked:
            self._judge_waits = True
            self._let_judge_go()
        elif "logs" in asked:
            for process in self._processes.values():
                self._hearing.drain(*process.streams.values())
            self._answer_judge(self._record.output.of(asked["logs"]))
        elif "file" in asked:
            self._any_program().party.order("read", path=asked["file"])
        elif "names" in asked:
            self._any_program().party.order("names")
        elif "service" in asked:
            self._parties[asked["service"]].order(asked["do"])
        elif "program" in asked:
            self._switch(self._processes[asked["program"]], asked["do"])

    def _any_program(self) -> Process:
        """They have one folder, and a sandbox outlasts what runs in it."""
        return next(iter(self._processes.values()))

    def _switch(self, process: Process, order: str) -> None:
        if order == "kill":
            process.party.order("kill")
        elif order == "start":
            self._record.program_starts_again(process.name)
            process.awaited = True
            with process.opened(self._folder) as theirs:
                process.party.start_again(theirs)
            self._listen_to(process)

    def _did(self, message: Mapping[str, Any], process: Process | None) -> None:
        if process and message["did"] == "start":
            return  # answered when it says that it is up
        if process and message["did"] == "kill":
            # It may have printed, and even have raised, before it was ended.
            self._hearing.drain(*process.streams.values())
            for thing in process.heard:
                self._hearing.forget(thing)
            process.close()
        self._answer_judge(message)

    def _let_judge_go(self) -> None:
        if self._judge_waits and self._record.started_at is not None:
            self._judge_waits = False
            self._answer_judge({"go": True})

    def _answer_judge(self, answer: object) -> None:
        if self._channel is not None:
            # A judge that hung up has been, or will be, heard of.
            with contextlib.suppress(OSError):
                wire.send(self._channel, answer)

    # Ending

    def _keep_state(self) -> None:
        """Of the one service that has something to keep, if there is one."""
        keeping = [self._parties[name] for name, each in self._services.items() if each.service.keeps_state]
        end = time.monotonic() + 3
        for party in keeping[:1]:
            party.order("save")
            with selectors.DefaultSelector() as ready:
                ready.register(party.line, selectors.EVENT_READ)
                while not party.gone and (left := end - time.monotonic()) > 0 and ready.select(left):
                    for message in party.read():
                        if message.get("did") == "save":
                            self._record.state_after = message["state"] or ""
                            return

    def _end(self) -> None:
        """Ask the inits of programs what was used, end everything, and take what was printed until then."""
        present = [process for process in self._processes.values() if process.present]
        for process in present:
            process.party.order("end")
        end = time.monotonic() + 0.3
        for process in present:
            self._last_usage(process, end)
            process.party.kill()
        # Last, as their memory is given back then, which keeps a processor busy.
        for party in self._parties.values():
            party.kill()
        for process in present:
            self._hearing.drain(*process.streams.values())
        self._on_event(Event("finished"))

    def _last_usage(self, process: Process, end: float) -> None:
        """Its init says it when everything else in the sandbox has been killed. That is also the end of its output."""
        with contextlib.suppress(Fault, OSError, ValueError), selectors.DefaultSelector() as ready:
            ready.register(process.party.line, selectors.EVENT_READ)
            while not process.party.gone and (left := end - time.monotonic()) > 0 and ready.select(left):
                for message in process.party.read():
                    if "usage" in message:
                        self._record.used(process.name, message["usage"])
                    if "stopped" in message:
                        return
