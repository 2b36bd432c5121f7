"""One job from its first fork to its verdict: the parties of the run, what they say, and the clock."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from roadmap.catalogue import Program
from roadmap.runner import plans
from roadmap.runner.folder import RunFolder
from roadmap.runner.inside import wire
from roadmap.runner.job import Job
from roadmap.runner.party import Fault, Party, ServiceDown
from roadmap.runner.record import Record
from roadmap.runner.runner import Event, EventSink
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
        program: Program,
        seed: int,
        folder: RunFolder,
        warm: Warm,
        judge: Warm,
        on_event: EventSink,
        cancelled: Callable[[], bool],
    ) -> None:
        self._job, self._program, self._seed, self._folder = job, program, seed, folder
        self._warm, self._judging = warm, judge
        self._on_event, self._cancelled = on_event, cancelled
        self._script = plans.is_script(job, program)
        self._record = Record(job, script=self._script)
        self._selector = selectors.DefaultSelector()
        self._parties: dict[str, Party] = {}
        self._channel: socket.socket | None = None
        """To the judge."""
        self._lines: list[socket.socket] = []
        self._streams: list[Any] = []
        self._judge_waits = False

    def verdict(self) -> Verdict:
        """:raises Fault: something of ours broke.
        :raises Cancelled: `cancelled` said so.
        """
        self._start()
        while self._record.state is None:
            self._turn()
        if self._record.state is State.PASSED and self._job.kind == "observe" and "redis" in self._parties:
            self._keep_state(self._parties["redis"])
        self._end()
        return self._record.verdict()

    def close(self) -> None:
        """End every process of the run and let go of all that it held.

        :raises Fault: a sandbox does not end.
        """
        for party in self._parties.values():
            party.kill()
        lasting = [party.name for party in self._parties.values() if not party.wait(5)]
        for thing in (*self._parties.values(), self._selector, *self._lines, *self._streams):
            thing.close()
        self._folder.remove()
        if lasting:
            raise Fault(f"these sandboxes do not end: {', '.join(lasting)}")

    # Starting

    def _start(self) -> None:
        self._on_event(Event("started"))
        if self._job.kind == "run" and not self._program.runs:
            self._record.finish(State.PASSED, "These files are not a program: nothing is run. Check reads them.")
            return
        if "redis" in self._job.services:
            self._join("redis", self._judging, plans.for_redis(self._job, self._folder.name), [])
        if not self._script:
            self._start_judge()
        if "redis" not in self._job.services:
            self._go_on()

    def _go_on(self) -> None:
        """Its services are up: now the program, if there is one."""
        if self._program.runs:
            self._start_program()
        else:
            self._record.started()
            self._let_judge_go()

    def _start_program(self) -> None:
        start, start_theirs = socket.socketpair()
        pipes = {stream: os.pipe() for stream in ("stdout", "stderr")}
        listeners = [self._folder.listener(name) for name in ("app.sock", "call.sock")]
        written = [write for _, write in pipes.values()]
        theirs = [*written, start_theirs.fileno(), *(listener.fileno() for listener in listeners)]
        try:
            self._join("program", self._warm, plans.for_program(self._job, self._program, self._folder.name), theirs)
        finally:
            # Only the program holds these now, so that its end is seen on each of them.
            for thing in (start_theirs, *listeners):
                thing.close()
            for write in written:
                os.close(write)
            for stream, (read, _) in pipes.items():
                self._listen_to_stream(read, stream)
            self._listen_to_line(start, _LARGEST_FROM_PROGRAM, self._hear_program, self._program_babbles)

    def _start_judge(self) -> None:
        self._channel, theirs = socket.socketpair()
        try:
            plan = plans.for_judge(self._job, self._folder.name, self._seed)
            self._join("judge", self._judging, plan, [theirs.fileno()])
        finally:
            theirs.close()
            self._listen_to_line(self._channel, _LARGEST_FROM_JUDGE, self._hear_judge, self._judge_babbles)

    def _join(self, name: str, warm: Warm, plan: Mapping[str, Any], descriptors: list[int]) -> None:
        party = self._parties[name] = Party(name, warm, plan, descriptors)
        self._selector.register(party.line, selectors.EVENT_READ, partial(self._hear_init, party))

    def _listen_to_stream(self, descriptor: int, stream: str) -> None:
        os.set_blocking(descriptor, False)
        file = open(descriptor, "rb", buffering=0)  # noqa: SIM115
        self._streams.append(file)
        self._selector.register(file, selectors.EVENT_READ, partial(self._hear_stream, file, stream))

    def _listen_to_line(
        self, line: socket.socket, limit: int, hear: Callable[[Any], None], babble: Callable[[], None]
    ) -> None:
        self._lines.append(line)
        heard = partial(self._hear_line, line, wire.Framer(limit), hear, babble)
        self._selector.register(line, selectors.EVENT_READ, heard)

    # One turn: whatever can be read, then the clock

    def _turn(self) -> None:
        left = self._record.deadline - time.monotonic()
        for key, _ in self._selector.select(min(max(left, 0), 0.1)):
            # What was heard before may have ended the listening to another one that is ready, too.
            if key.fileobj in self._selector.get_map():
                key.data()
            if self._record.state is not None:
                return
        if time.monotonic() >= self._record.deadline:
            self._record.out_of_time()
        elif self._cancelled():
            raise Cancelled

    def _drain(self, *things: Any) -> None:
        """What was written before an end must count, in whatever order the news arrive."""
        for thing in things:
            with selectors.DefaultSelector() as ready:
                if thing in self._selector.get_map():
                    ready.register(thing, selectors.EVENT_READ)
                while thing in self._selector.get_map() and ready.select(0):
                    self._selector.get_key(thing).data()

    def _hear_stream(self, file: Any, stream: str) -> None:
        data = file.read(1 << 16)
        if data == b"":
            self._selector.unregister(file)
        elif data and (text := self._record.printed(stream, data)):
            self._on_event(Event("output", {"stream": stream, "text": text}))

    def _hear_line(
        self, line: socket.socket, frames: wire.Framer, hear: Callable[[Any], None], babble: Callable[[], None]
    ) -> None:
        try:
            data = line.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(line)
            return
        try:
            for message in frames.feed(data):
                hear(message)
        except (wire.Malformed, KeyError, TypeError, AttributeError):
            self._selector.unregister(line)
            babble()

    def _judge_babbles(self) -> None:
        raise Fault("the judge does not make sense")

    def _program_babbles(self) -> None:
        """A learner's program may write to this line what it likes; but then it has not started."""
        self._record.finish(State.ERROR, "The program did not start as a program should.")

    # What is said

    def _hear_init(self, party: Party) -> None:
        for message in party.read():
            if "usage" in message and party.name == "program":
                self._record.used(message["usage"])
            if "did" in message:
                self._answer_judge(message)
            elif "up" in message:
                self._redis_is_up(message)
            elif "limit" in message:
                self._record.hit_limit(party.name, message["limit"])
            elif "ended" in message:
                self._ended(party.name, message["ended"])
        if party.gone:
            self._selector.unregister(party.line)
            if self._record.state is None:
                raise Fault(f"{party.name}: the sandbox went away")

    def _redis_is_up(self, message: Mapping[str, Any]) -> None:
        if not message["up"]:
            raise ServiceDown("redis-server", message["log"])
        self._go_on()

    def _ended(self, name: str, code: int) -> None:
        if name == "program":
            self._drain(*self._streams, *(line for line in self._lines if line is not self._channel))
            self._record.program_ended(code)
        elif name == "judge":
            self._drain(self._channel)
            if self._record.state is None:
                raise Fault("the judge ended without a word")
        # And redis-server, whoever shut it down: the next check gets another.

    def _hear_program(self, message: Any) -> None:
        if "raised" in message:
            self._record.program_raised(message["raised"])
        elif message["started"] is True:
            self._record.started()
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
            text = self._record.printed("stdout", message["page"].encode("utf-8", "replace"))
            self._on_event(Event("output", {"stream": "stdout", "text": text}))
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
            self._drain(*self._streams)
            self._answer_judge(self._record.output.text)
        elif "file" in asked:
            self._parties["program"].order("read", path=asked["file"])
        elif "names" in asked:
            self._parties["program"].order("names")
        elif "redis" in asked:
            self._parties["redis"].order(asked["redis"])

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

    def _keep_state(self, redis: Party) -> None:
        redis.order("save")
        end = time.monotonic() + 3
        with selectors.DefaultSelector() as ready:
            ready.register(redis.line, selectors.EVENT_READ)
            while not redis.gone and (left := end - time.monotonic()) > 0 and ready.select(left):
                for message in redis.read():
                    if message.get("did") == "save":
                        self._record.state_after = message["state"] or ""
                        return

    def _end(self) -> None:
        """Ask the program's init what was used, end everything, and take what was printed until then."""
        program = self._parties.get("program")
        if program is not None and not program.gone:
            program.order("end")
        for party in self._parties.values():
            if party is not program:
                party.kill()
        if program is not None and not program.gone:
            if program.wait(0.3):
                self._last_usage(program)
            program.kill()
        if program is not None and program.wait(2):
            self._drain(*self._streams)
        self._on_event(Event("finished"))

    def _last_usage(self, program: Party) -> None:
        with contextlib.suppress(Fault, OSError, ValueError):
            while not program.gone:
                for message in program.read():
                    if "usage" in message:
                        self._record.used(message["usage"])
