"""What learning refuses, and why: for pages and the API to say in their own way."""

from __future__ import annotations

from roadmap.languages import ForVisitors, _


class LearningError(ForVisitors):
    """The base of what is refused; the message is for the visitor."""


class Wait(LearningError):
    """Later, please: `retry_after` is in whole seconds, at least 1."""

    status = 503
    """Of HTTP: too much of everybody's together (RFC 9110, 15.6.4)."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QueueFull(Wait):
    """More is waiting than can be run in reasonable time."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            _(
                "Many programs are waiting to run. Please try again in ${seconds} seconds.",
                mapping={"seconds": retry_after},
            ),
            retry_after,
        )


class TooMany(Wait):
    """This visitor, or their address, sends more than is fair."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            _(
                "That was a lot in a short time. Please try again in ${seconds} seconds.",
                mapping={"seconds": retry_after},
            ),
            retry_after,
        )


class Locked(LearningError):
    """The exercise is not open on this site."""


class BadFiles(ForVisitors, ValueError):
    """Files that cannot be taken; the message names the file and what is wrong with it."""

    status = 422
