"""The fixture `websocket`: a small client that speaks over the program's Unix socket, and what it may meet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, unix_connect

_LARGEST_MESSAGE = 1024 * 1024
_PATIENCE = 5.0
"""Seconds for an answer, if a check does not say."""


class Refused(Exception):
    """The program did not open the WebSocket; `status` is that of its answer, or None if it sent none."""

    def __init__(self, path: str, status: int | None) -> None:
        self.path, self.status = path, status
        answer = f"answered {status}" if status is not None else "hung up"
        super().__init__(f"The program did not accept a WebSocket at {path}: it {answer}.")


class Closed(Exception):
    """The program closed the WebSocket, with `code` and `reason`."""

    def __init__(self, path: str, code: int, reason: str) -> None:
        self.path, self.code, self.reason = path, code, reason
        super().__init__(f"The program closed the WebSocket at {path} (code {code}).")


class TooLarge(Exception):
    """The program sent more than a judge will read."""

    def __init__(self, path: str) -> None:
        size = _LARGEST_MESSAGE // 1024 // 1024
        super().__init__(f"The program sent a message of more than {size} MB on the WebSocket at {path}.")


class Silent(Exception):
    """Nothing came in time."""


class WebSocket:
    """One open connection. As a context manager it closes itself; the fixture does so when the check is over."""

    def __init__(self, path: str, connection: ClientConnection) -> None:
        self.path = path
        self._connection = connection

    @property
    def subprotocol(self) -> str | None:
        chosen: str | None = self._connection.subprotocol
        return chosen

    def send_text(self, text: str) -> None:
        """:raises Closed: there is nobody to send to."""
        try:
            self._connection.send(text)
        except ConnectionClosed as problem:
            raise self._closed(problem) from None

    def send_json(self, value: Any) -> None:
        self.send_text(json.dumps(value))

    def receive_text(self, timeout: float = _PATIENCE) -> str:
        """The next message.

        :raises Closed: the program closed instead.
        :raises Silent: nothing came.
        """
        try:
            message = self._connection.recv(timeout)
        except ConnectionClosed as problem:
            raise self._closed(problem) from None
        except TimeoutError:
            raise Silent(f"Nothing came on the WebSocket at {self.path} within {timeout:g} s.") from None
        return message if isinstance(message, str) else message.decode("utf-8", "replace")

    def receive_json(self, timeout: float = _PATIENCE) -> Any:
        return json.loads(self.receive_text(timeout))

    def receives_nothing(self, seconds: float = 0.2) -> bool:
        """Whether no message comes for so long. One that comes is lost."""
        try:
            self.receive_text(seconds)
        except Silent:
            return True
        return False

    def close(self, code: int = 1000) -> None:
        self._connection.close(code)

    def __enter__(self) -> WebSocket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _closed(self, problem: ConnectionClosed) -> Closed | TooLarge:
        if problem.sent and problem.sent.code == 1009:
            return TooLarge(self.path)
        # 1006 is what a client notes where the other end just went away.
        code, reason = (problem.rcvd.code, problem.rcvd.reason) if problem.rcvd else (1006, "")
        return Closed(self.path, code, reason)


class WebSockets:
    """`websocket("/path")` opens one more."""

    Refused, Closed, Silent = Refused, Closed, Silent

    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path
        self._open: list[WebSocket] = []

    def __call__(
        self, path: str, *, headers: dict[str, str] | None = None, subprotocols: Sequence[Any] | None = None
    ) -> WebSocket:
        """:raises Refused: the program does not want it."""
        try:
            connection = unix_connect(
                self._socket_path,
                f"ws://app{path}",
                additional_headers=headers,
                subprotocols=subprotocols,
                compression=None,
                max_size=_LARGEST_MESSAGE,
                open_timeout=_PATIENCE,
                close_timeout=0.5,
                ping_interval=None,
                user_agent_header="Mozilla/5.0",
            )
        except InvalidStatus as problem:
            raise Refused(path, problem.response.status_code) from None
        except TimeoutError:
            raise Silent(f"The program did not answer the handshake of a WebSocket at {path}.") from None
        except (InvalidHandshake, OSError, EOFError):
            raise Refused(path, None) from None
        opened = WebSocket(path, connection)
        self._open.append(opened)
        return opened

    def close(self) -> None:
        """All that a check has left open."""
        while self._open:
            self._open.pop().close()
