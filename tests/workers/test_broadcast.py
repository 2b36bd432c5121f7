"""What a worker says reaches those who serve pages, whatever else it says, and however the broker keeps up."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from threading import Thread

import pytest
from tests.workers.conftest import wait_until

from roadmap.learning import EventLog
from roadmap.testing.brokers import Broker, Redis
from roadmap.workers import Listener, broadcast
from roadmap.workers.broadcast import Broadcast
from roadmap.workers.broker import make_app


@pytest.fixture
def listener(redis: Broker) -> Iterator[Listener]:
    found = Listener(make_app(redis.url), EventLog(), retry_seconds=0.1)
    found.start()
    wait_until(found.connected.is_set, "the broker is heard")
    yield found
    found.stop()


@pytest.fixture
def speaker(redis: Broker) -> Iterator[Broadcast]:
    found = Broadcast(make_app(redis.url))
    yield found
    found.close()


def reply(name: str, text: str = "") -> dict[str, object]:
    return {"kind": "reply", "reply": name, "verdict": {"text": text}}


class standing_still:
    """The broker takes connections and answers nothing while the body of the `with` runs."""

    def __init__(self, broker: Redis) -> None:
        self._pid = broker.pid

    def __enter__(self) -> None:
        os.kill(self._pid, signal.SIGSTOP)

    def __exit__(self, *problem: object) -> None:
        os.kill(self._pid, signal.SIGCONT)


def test_large_answers_that_had_to_wait_all_arrive(redis: Redis, listener: Listener, speaker: Broadcast) -> None:
    """Redis hangs up on a listener to whom it owes more than 32 MiB at once; so they must not go together."""
    names = [f"large {number}" for number in range(120)]
    futures = [listener.expect(name) for name in names]
    with standing_still(redis):
        for name in names:
            speaker.answer(reply(name, "x" * 256 * 1024))
    assert all(len(future.result(30)["text"]) == 256 * 1024 for future in futures)


def test_an_answer_is_not_lost_among_events(
    redis: Redis, listener: Listener, speaker: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "ANSWER_SECONDS", 30.0)
    future = listener.expect("the answer")
    with standing_still(redis):
        for _ in range(2 * broadcast.WAITING):
            speaker.say({"kind": "event", "submission": "flood", "execution": "", "event": "x", "data": "x" * 1000})
        answering = Thread(target=speaker.answer, args=(reply("the answer", "42"),))
        answering.start()
        answering.join(0.1)
        assert answering.is_alive(), "there is no place, so it waits for one"
    assert future.result(30) == {"text": "42"}
    answering.join()


def test_what_is_no_json_takes_nothing_else_with_it(listener: Listener, speaker: Broadcast) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    future = listener.expect("the answer")
    speaker.say({"kind": "event", "data": deep})
    speaker.say({"kind": "event", "data": object()})
    speaker.answer(reply("the answer", "42"))
    assert future.result(30) == {"text": "42"}
