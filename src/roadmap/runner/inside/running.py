"""One program of a run as its judge meets it: over its sockets, and by what the supervisor does when it is asked."""

from __future__ import annotations

import functools
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx

from . import wire
from .web_socket import WebSockets

_LARGEST_ANSWER = 4 * 1024 * 1024
# Nobody uses it, but httpx wants one for each transport, and to make one takes a millisecond: made before the fork.
_TLS = httpx.create_ssl_context(verify=False)


class AnswerTooLarge(httpx.TransportError):
    """The program answered with more than a judge will read."""


class Raised(Exception):
    """The learner's function raised: `type`, `message` and `traceback` are text from the other process."""

    def __init__(self, target: str, told: dict[str, Any]) -> None:
        self.target = target
        self.type = str(told["type"])
        self.message = str(told["message"])
        self.place = str(told["place"])
        self.traceback = str(told["traceback"])
        super().__init__(f"{self.type}: {self.message}" if self.message else self.type)


class ProgramSilent(Exception):
    """The learner's process did not answer a call."""


class Running:
    """A program: `name`, and `running` as far as checks have ended it or started it again."""

    def __init__(self, told: Mapping[str, Any], ask: Callable[..., Any], seconds: float) -> None:
        """:param seconds: how long an answer may take."""
        self.name: str = told["name"]
        self.offers: tuple[str, ...] = tuple(told["offers"])
        self.running = True
        self._ask = ask
        self._seconds = seconds
        self._serves, calls = (f"/run/{name}" for name in told["sockets"])
        self._line = _Line(calls)

    @property
    def call(self) -> Call:
        self._must_offer("call")
        return Call("", self._line)

    @property
    def probe(self) -> Call:
        self._must_offer("call")
        return Call("probe:", self._line)

    @functools.cached_property
    def _transport(self) -> httpx.BaseTransport:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=20)
        return _Bounded(httpx.HTTPTransport(uds=self._serves, verify=_TLS, limits=limits))

    @functools.cached_property
    def http(self) -> httpx.Client:
        return self.new_http()

    def new_http(self, **options: Any) -> httpx.Client:
        """A client with cookies of its own. Nothing is decoded unless a check asks for it."""
        self._must_offer("http")
        settings = {
            "base_url": "http://app",
            "timeout": self._seconds,
            "headers": {"Accept-Encoding": "identity", "User-Agent": "Mozilla/5.0"},
            "trust_env": False,
        }
        return httpx.Client(transport=self._transport, **{**settings, **options})

    def websockets(self) -> WebSockets:
        self._must_offer("websocket")
        return WebSockets(self._serves)

    def logs(self) -> str:
        """What it has printed so far, and no other program."""
        return str(self._ask(logs=self.name))

    def kill(self) -> None:
        """SIGKILL to all of its processes. Its files stay."""
        self._ask(program=self.name, do="kill")
        self.running = False
        self._line.hang_up()

    def start(self) -> None:
        """Start it again, and wait until it is up. One that does not start ends the run."""
        if not self.running:
            self._ask(program=self.name, do="start")
            self.running = True

    def _must_offer(self, offer: str) -> None:
        """Its listener is there whatever it does, and a request to nobody would wait for the end of the run."""
        if offer not in self.offers:
            raise LookupError(f"the program {self.name} does not offer {offer}")


class Programs(Mapping[str, Running]):
    """All programs by name, in the order of exercise.toml."""

    def __init__(self, programs: Sequence[Running]) -> None:
        self._programs = {program.name: program for program in programs}

    def __getitem__(self, name: str) -> Running:
        if name not in self._programs:
            raise KeyError(f"no program is called {name!r}; there are: {', '.join(self._programs) or 'none'}")
        return self._programs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._programs)

    def __len__(self) -> int:
        return len(self._programs)

    def offering(self, offer: str) -> Running:
        """The first that offers it."""
        for program in self.values():
            if offer in program.offers:
                return program
        raise LookupError(f"no program of this run offers {offer}")


class Call:
    """Calls a function in the learner's process."""

    Raised = Raised

    def __init__(self, prefix: str, line: _Line) -> None:
        self._prefix = prefix
        self._line = line

    def __call__(self, target: str, /, *args: Any, **kwargs: Any) -> Any:
        """:raises Raised: the function did."""
        result = self._line.ask([(self._prefix + target, args, kwargs)], 0)[0]
        if isinstance(result, Raised):
            raise result
        return result

    def together(self, calls: Sequence[Sequence[Any]], threads: int = 8) -> list[Any]:
        """Results of several calls at once, in order; a `Raised` in place of each that raised.

        Each call is ("module:function", args, kwargs); args and kwargs may be left out.
        """
        full = [(self._prefix + call[0], *(list(call[1:]) + [(), {}][len(call) - 1 :])) for call in calls]
        return self._line.ask(full, threads)


class _Line:
    """The connection to the learner's process; what comes back is JSON that nobody has vouched for."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def ask(self, calls: Sequence[Any], threads: int) -> list[Any]:
        message = {
            "calls": [{"target": t, "args": list(a), "kwargs": dict(k)} for t, a, k in calls],
            "threads": threads,
        }
        try:
            with self._lock:
                if self._socket is None:
                    self._socket = socket.socket(socket.AF_UNIX)
                    self._socket.connect(self._address)
                wire.send(self._socket, message)
                answer = wire.receive(self._socket, _LARGEST_ANSWER)
        except OSError:
            answer = None
        try:
            results = answer["results"]  # type: ignore[index]
            if len(results) != len(calls):
                raise ValueError
            return [
                Raised(call[0], result["raised"]) if "raised" in result else result["returned"]
                for call, result in zip(calls, results, strict=True)
            ]
        except (TypeError, KeyError, ValueError):
            raise ProgramSilent from None

    def hang_up(self) -> None:
        """The program is gone: whoever waits for an answer has got none by now."""
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None


class _Bounded(httpx.BaseTransport):
    """Reads no more of an answer than a judge has room for."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        response.stream = _BoundedStream(response.stream)  # type: ignore[arg-type]
        return response

    def close(self) -> None:
        """Not when one check's client closes: the run's other clients share it."""


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._inner:
            size += len(chunk)
            if size > _LARGEST_ANSWER:
                raise AnswerTooLarge(f"an answer of more than {_LARGEST_ANSWER // 1024 // 1024} MB")
            yield chunk

    def close(self) -> None:
        self._inner.close()
