"""One submission of the console: typed text in, what was answered and which keys there are out."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from roadmap.catalogue import Limits
from roadmap.runner.job import Job
from roadmap.runner.verdict import Verdict
from roadmap_redis.console.command_line import Unbalanced, split
from roadmap_redis.console.key_space import Key, key
from roadmap_redis.console.refusals import refusal
from roadmap_redis.console.replies import written

COMMANDS = 100
CHARACTERS = 20_000
_OBSERVER = files("roadmap_redis.console").joinpath("observer.py").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A typed line and what came back. `sent` is false where the console itself answered."""

    prompt: str
    line: str
    reply: str
    sent: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the page shows after a submission. `state` is to be kept for the next one; None leaves what was kept."""

    exchanges: tuple[Exchange, ...] = ()
    notes: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    total: int = 0
    state: bytes | None = None
    problem: str = ""


class Refused(Exception):
    """A submission of which nothing is sent; the message is for the visitor."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line with its arguments, or with what the console itself answers."""

    line: str
    arguments: tuple[bytes, ...] = ()
    answer: str = ""


def lines(text: str) -> list[Typed]:
    """What is to be sent; empty lines and comments are left out.

    :raises Refused: there is more than the console takes.
    """
    if len(text) > CHARACTERS:
        raise Refused(f"That is {len(text):,} characters of text; the console takes {CHARACTERS:,} at once.")
    typed = [_typed(line) for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(typed) > COMMANDS:
        raise Refused(f"That is {len(typed)} commands; the console sends up to {COMMANDS} at once.")
    return typed


def converse(typed: list[Typed], state: bytes, observe: Callable[[Job], Verdict]) -> Outcome:
    """Send the lines to a server that starts with `state`, an RDB file or nothing."""
    verdict = observe(_job([line.arguments for line in typed if not line.answer], state))
    if not verdict.passed or not isinstance(verdict.facts, dict):
        return Outcome(
            problem=verdict.message or "The server did not answer in time. Your keys are as they were before."
        )
    return _outcome(typed, verdict)


def _typed(line: str) -> Typed:
    try:
        arguments = split(line)
    except Unbalanced as problem:
        return Typed(line, answer=f"Invalid argument(s): {problem}.")
    if not arguments:
        return Typed(line, answer="There is no command in this line.")
    return Typed(line, tuple(arguments), refusal(arguments) or "")


def _job(commands: list[tuple[bytes, ...]], state: bytes) -> Job:
    return Job(
        kind="observe",
        runtime="redis",
        files={},
        program="none",
        services=("redis",),
        limits=Limits(wall_seconds=10.0),
        observer_source=_OBSERVER,
        observer_input={"commands": [[base64.b64encode(part).decode() for part in command] for command in commands]},
        state=state,
    )


def _outcome(typed: list[Typed], verdict: Verdict) -> Outcome:
    facts = verdict.facts
    assert isinstance(facts, dict)  # noqa: S101  the caller looked
    notes = [facts["ended"]] if facts["ended"] else []
    if facts["open"]:
        notes.append("A transaction was still open at the end, without EXEC, so what it had collected was thrown away.")
    state = _state(verdict) if not facts["lost"] else None
    if facts["lost"]:
        notes.append("The server had to be stopped. Your keys are as they were before these commands.")
    elif state is None:
        notes.append(
            "There is more data now than is kept between visits (1 MiB), so the next visit starts from before."
        )
    return Outcome(
        exchanges=tuple(_exchanges(typed, facts["replies"])),
        notes=tuple(notes),
        keys=tuple(key(row) for row in facts["keys"]),
        total=facts["total"],
        state=state,
    )


def _exchanges(typed: list[Typed], replies: list[dict[str, object]]) -> list[Exchange]:
    answers = iter(replies)
    exchanges, prompt = [], "redis> "
    for line in typed:
        if line.answer:
            exchanges.append(Exchange(prompt, line.line.strip(), line.answer, sent=False, failed=True))
            continue
        answer = next(answers, None)
        if answer is None:
            break
        prompt = str(answer["prompt"])
        reply = answer["reply"]
        assert isinstance(reply, dict)  # noqa: S101  the observer's own form
        exchanges.append(
            Exchange(prompt, line.line.strip(), written(reply), sent=True, failed=reply["kind"] == "error")
        )
    return exchanges


def _state(verdict: Verdict) -> bytes | None:
    try:
        return base64.b64decode(verdict.state_after, validate=True) or None
    except (binascii.Error, ValueError):
        return None
