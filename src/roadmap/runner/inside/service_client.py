"""A service of a run as its judge meets it: what every kind of it has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar


class ServiceDown(Exception):
    """A service that a check started did not start."""

    def __init__(self, service: str, log: str) -> None:
        super().__init__(f"{service} did not start. Its log ends with:\n{log[-1500:].strip() or 'nothing'}")


class Server:
    """Switches for this run's server."""

    def __init__(
        self, service: str, server: str, ask: Callable[..., Any], on_end: Callable[[], None] = lambda: None
    ) -> None:
        """:param service: its name in `services`; `server` is what a learner knows it as.
        :param on_end: called when it has been ended, whichever way.
        """
        self._service, self._server = service, server
        self._ask = ask
        self._on_end = on_end
        self.running = True

    def stop(self) -> None:
        """Ask it to end, as an operator would."""
        self._order("stop")
        self._ended()

    def kill(self) -> None:
        """SIGKILL: whatever it had not written is gone."""
        self._order("kill")
        self._ended()

    def start(self) -> None:
        """:raises ServiceDown: it does not start."""
        answer = self._order("start")
        if not answer["up"]:
            raise ServiceDown(self._server, str(answer["log"]))
        self.running = True

    def _ended(self) -> None:
        self.running = False
        self._on_end()

    def _order(self, what: str) -> Any:
        return self._ask(service=self._service, do=what)


class ServiceClient(ABC):
    """What checks may ask for has the name of its fixture as an attribute."""

    fixtures: ClassVar[tuple[str, ...]]

    def __init__(self, ask: Callable[..., Any], seconds: float) -> None:
        """:param seconds: how long an answer may take."""
        self._ask = ask
        self._seconds = seconds

    @abstractmethod
    def refresh(self) -> None:
        """Before each check: a running server without data, whatever the check before did to it."""
