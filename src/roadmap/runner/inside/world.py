"""What checks and observers see of a run: its programs, its services, its files and what it printed."""

from __future__ import annotations

import ast
import base64
import random
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import httpx

from .clients import CLIENTS
from .running import Call, Programs, Running
from .web_socket import WebSockets


class World:
    """Everything outside, each part made when it is first wanted.

    What services offer is there by the names of their fixtures: `world.redis`, `world.db`.
    """

    def __init__(self, job: dict[str, Any], ask: Callable[..., Any]) -> None:
        self._ask = ask
        self._seed = job["seed"]
        # Longer than the run: what ends a silent wait is the run's own clock, which says what it was that waited.
        seconds = job["wall_seconds"] + 5
        self.programs = Programs([Running(told, ask, seconds) for told in job["programs"]])
        self.services = {name: CLIENTS[name](ask, seconds) for name in job["services"]}
        self.sources = Sources(job["sources"])
        self.files = Files(ask)

    def __getattr__(self, name: str) -> Any:
        for service in self.__dict__.get("services", {}).values():
            if name in service.fixtures:
                return getattr(service, name)
        raise AttributeError(f"no service of this run offers {name}")

    @property
    def http(self) -> httpx.Client:
        return self.programs.offering("http").http

    def new_http(self, **options: Any) -> httpx.Client:
        return self.programs.offering("http").new_http(**options)

    def websockets(self) -> WebSockets:
        return self.programs.offering("websocket").websockets()

    @property
    def call(self) -> Call:
        return self.programs.offering("call").call

    @property
    def probe(self) -> Call:
        return self.programs.offering("call").probe

    def random(self, name: str) -> random.Random:
        """Random inputs for the check `name`: the same for the same seed, whichever checks ran before."""
        return random.Random(f"{self._seed}/{name}")  # noqa: S311

    def logs(self) -> str:
        """What the programs have printed so far."""
        return str(self._ask(logs=""))


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
