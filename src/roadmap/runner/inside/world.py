"""What checks and observers see of a run: the program's sockets, its services, its files and what it printed."""

from __future__ import annotations

import ast
import base64
import functools
import random
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import httpx
import redis as redis_library
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import wire
from .web_socket import WebSockets

_LARGEST_ANSWER = 4 * 1024 * 1024
_PROGRAM = "/run/app.sock"
_REDIS = "/run/redis/redis.sock"


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


class ServiceDown(Exception):
    """A service that a check started did not start."""

    def __init__(self, service: str, log: str) -> None:
        super().__init__(f"{service} did not start. Its log ends with:\n{log[-1500:].strip() or 'nothing'}")


class World:
    """Everything outside, each part made when it is first wanted."""

    def __init__(self, job: dict[str, Any], ask: Callable[..., Any]) -> None:
        self._job = job
        self._ask = ask
        self._seed = job["seed"]
        self.services: list[str] = job["services"]
        self.sources = Sources(job["sources"])

    @functools.cached_property
    def _transport(self) -> httpx.BaseTransport:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=20)
        return _Bounded(httpx.HTTPTransport(uds=_PROGRAM, verify=False, limits=limits))

    @functools.cached_property
    def http(self) -> httpx.Client:
        return self.new_http()

    def new_http(self, **options: Any) -> httpx.Client:
        """A client with cookies of its own. Nothing is decoded unless a check asks for it."""
        settings = {
            "base_url": "http://app",
            "timeout": self._job["wall_seconds"] + 5,
            "headers": {"Accept-Encoding": "identity", "User-Agent": "Mozilla/5.0"},
            "trust_env": False,
        }
        return httpx.Client(transport=self._transport, **{**settings, **options})

    def websockets(self) -> WebSockets:
        return WebSockets(_PROGRAM)

    @functools.cached_property
    def call(self) -> Call:
        return Call("", self._line)

    @functools.cached_property
    def probe(self) -> Call:
        return Call("probe:", self._line)

    @functools.cached_property
    def _line(self) -> _Line:
        return _Line()

    @functools.cached_property
    def redis(self) -> redis_library.Redis:
        # The client's own habit is to try again for seconds when the server is gone; a check wants to see that it is.
        return redis_library.Redis(
            unix_socket_path=_REDIS,
            decode_responses=True,
            socket_timeout=self._job["wall_seconds"],
            retry=Retry(NoBackoff(), 0),
        )

    @functools.cached_property
    def redis_server(self) -> RedisServer:
        return RedisServer(self._ask)

    @functools.cached_property
    def files(self) -> Files:
        return Files(self._ask)

    def random(self, name: str) -> random.Random:
        """Random inputs for the check `name`: the same for the same seed, whichever checks ran before."""
        return random.Random(f"{self._seed}/{name}")  # noqa: S311

    def logs(self) -> str:
        """What the program has printed so far."""
        return str(self._ask(logs=True))


class RedisServer:
    """Switches for this run's server."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask
        self.running = True

    def stop(self) -> None:
        """Ask it to end, as an operator would."""
        self._ask(redis="stop")
        self.running = False

    def kill(self) -> None:
        """SIGKILL: whatever it had not written is gone."""
        self._ask(redis="kill")
        self.running = False

    def start(self) -> None:
        answer = self._ask(redis="start")
        if not answer["up"]:
            raise ServiceDown("redis-server", str(answer["log"]))
        self.running = True


class Files:
    """What is in the program's folder now: its own files, and what it wrote. Ordinary files of at most 1 MB."""

    _PROBLEMS: ClassVar = {
        "missing": "The program wrote no file {}.",
        "odd": "{} is not an ordinary file.",
        "large": "The file {} has more than 1 MB.",
    }

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def __call__(self, name: str) -> str:
        """Its text.

        :raises AssertionError: there is no such file, or it is not text.
        """
        try:
            return self.bytes(name).decode()
        except UnicodeDecodeError:
            raise AssertionError(f"The file {name} is not text in UTF-8.") from None

    def bytes(self, name: str) -> bytes:
        answer = self._ask(file=name)
        if "content" not in answer:
            raise AssertionError(self._PROBLEMS[answer["problem"]].format(name))
        return base64.b64decode(answer["content"])

    def names(self) -> list[str]:
        """All there are, at most a thousand; sorted, those in folders as `folder/name`."""
        return [str(name) for name in self._ask(names=True)["names"]]

    def __contains__(self, name: object) -> bool:
        return name in self.names()


class Sources:
    """The learner's files as text and as syntax trees."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def __call__(self, name: str) -> str:
        assert name in self._files, f"There is no file {name}."  # noqa: S101
        return self._files[name]

    def tree(self, name: str) -> ast.Module:
        try:
            return ast.parse(self(name), name)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            raise AssertionError(f"{name} cannot be read as Python: {problem}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)


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

    def __init__(self) -> None:
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
                    self._socket.connect("/run/call.sock")
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
