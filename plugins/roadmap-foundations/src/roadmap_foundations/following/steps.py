"""What was seen of one exchange, in the order in which it happened and in the words of the page."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from roadmap_foundations.following.asking import read

Event = Mapping[str, Any]
LAYERS = ("Client", "Server", "Agreement", "Framework", "Your code", "Database")
CLIENT, SERVER, AGREEMENT, FRAMEWORK, CODE, DATABASE = range(6)
FRAMEWORKS = {"wsgi": "Flask", "asgi": "FastAPI"}
WORDS: Mapping[str, Mapping[str, Any]] = tomllib.loads(read("words.toml"))


@dataclass(frozen=True, slots=True)
class Block:
    """Something to look at: text with a caption. `kind` is `bytes`, `text` or `sql`."""

    caption: str
    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Step:
    """One door. `depth` is an index of `LAYERS`; `milliseconds` count from the first step."""

    depth: int
    title: str
    words: str
    blocks: tuple[Block, ...]
    milliseconds: float
    thread: str

    @property
    def layer(self) -> str:
        return LAYERS[self.depth]


@dataclass(frozen=True, slots=True)
class Told:
    """How a step is told: where it happened, its entry in words.toml, what is filled in there, and what is shown."""

    depth: int
    entry: str
    fill: Mapping[str, str]
    blocks: tuple[Block, ...]


def steps_of(facts: object, agreement: str) -> tuple[Step, ...]:
    """The steps in `facts`, which the observer reported; empty where there are none."""
    if not isinstance(facts, Mapping):
        return ()
    events = sorted(facts.get("steps", ()), key=lambda event: event["at"])
    if not events:
        return ()
    first = events[0]["at"]
    return tuple(_step(group, first, agreement) for group in _grouped(events))


def _grouped(events: list[Event]) -> Iterator[list[Event]]:
    """Rules that were compared one after the other, and statements that ran so, are one step."""
    group: list[Event] = []
    for event in events:
        if group and (event["step"] != group[0]["step"] or event["step"] not in ("compared", "executed")):
            yield group
            group = []
        group.append(event)
    yield group


def _step(group: list[Event], first: int, agreement: str) -> Step:
    event = group[0]
    told = _TELLING[event["step"]](group, agreement)
    fill = {"framework": FRAMEWORKS[agreement], **told.fill}
    title, words = (_chosen(WORDS[told.entry][part], agreement).format_map(fill) for part in ("title", "words"))
    at = round((event["at"] - first) / 1e6, 1)
    return Step(told.depth, title, words, told.blocks, at, event.get("thread", ""))


def _chosen(words: str | Mapping[str, str], agreement: str) -> str:
    return words if isinstance(words, str) else words[agreement]


def _through(depth: int, caption: str) -> Callable[[list[Event], str], Told]:
    """For steps in which bytes go through a door."""

    def told(group: list[Event], agreement: str) -> Told:
        data = base64.b64decode(group[0]["bytes"])
        entry = group[0]["step"]
        if entry == "wrote" and not data.startswith(b"HTTP/"):
            entry = "wrote-body"
        return Told(depth, entry, {"count": _count(len(data), "byte")}, (Block(caption, readable(data), "bytes"),))

    return told


def _called(group: list[Event], agreement: str) -> Told:
    caption = {"wsgi": "environ", "asgi": "scope"}[agreement]
    return Told(AGREEMENT, "called", {}, (_items(caption, group[0]["items"]),))


def _message(group: list[Event], agreement: str) -> Told:
    return Told(AGREEMENT, "message", {}, (_items("Message", group[0]["items"]),))


def _matched(group: list[Event], agreement: str) -> Told:
    event = group[0]
    rules = (Block("Rules of the application", "\n".join(event["rules"])),)
    return Told(FRAMEWORK, "matched" if event["rule"] else "refused", {"rule": event["rule"]}, rules)


def _compared(group: list[Event], agreement: str) -> Told:
    said = {"none": "no", "partial": "the path, but not the method", "full": "fits"}
    lines = "\n".join(f"{event['rule']}: {said[event['match']]}" for event in group)
    rules = (Block("Rules, in the order in which they were tried", lines),)
    return Told(FRAMEWORK, "matched" if group[-1]["match"] == "full" else "refused", {}, rules)


def _view(group: list[Event], agreement: str) -> Told:
    event = group[0]
    arguments = "\n".join(f"{name}: {kind} = {value}" for name, kind, value in event["arguments"]) or "none"
    return Told(CODE, "view", {"name": event["name"]}, (Block("Arguments", arguments),))


def _asked(group: list[Event], agreement: str) -> Told:
    event = group[0]
    return Told(CODE, "asked", {}, (Block("Statement", event["sql"], "sql"), Block("Values", event["values"])))


def _executed(group: list[Event], agreement: str) -> Told:
    lines = "\n".join(event["sql"].strip() for event in group)
    return Told(DATABASE, "transaction" if len(group) > 1 else "executed", {}, (Block("Executed", lines, "sql"),))


def _rows(group: list[Event], agreement: str) -> Told:
    rows = group[0]["rows"]
    return Told(DATABASE, "rows", {"found": _count(len(rows), "row")}, (Block("Rows", "\n".join(rows) or "[]"),))


def _returned(group: list[Event], agreement: str) -> Told:
    return Told(CODE, "returned", {}, (Block("Returned", group[0]["value"]),))


def _raised(group: list[Event], agreement: str) -> Told:
    return Told(CODE, "raised", {}, (Block("Raised", group[0]["problem"]),))


def _answered(group: list[Event], agreement: str) -> Told:
    event = group[0]
    headers = "\n".join(f"{name}: {value}" for name, value in event["headers"])
    return Told(AGREEMENT, "answered", {}, (Block("Status", event["status"]), Block("Headers", headers)))


_TELLING: Mapping[str, Callable[[list[Event], str], Told]] = {
    "sent": _through(CLIENT, "Bytes into the socket"),
    "read": _through(SERVER, "Bytes from the socket"),
    "called": _called,
    "message": _message,
    "matched": _matched,
    "compared": _compared,
    "view": _view,
    "asked": _asked,
    "executed": _executed,
    "rows": _rows,
    "returned": _returned,
    "raised": _raised,
    "answered": _answered,
    "body": _through(AGREEMENT, "Bytes of the body"),
    "wrote": _through(SERVER, "Bytes into the socket"),
    "received": _through(CLIENT, "Bytes from the socket"),
}
_NAMED = {13: "\\r", 10: "\\n", 9: "\\t", 92: "\\\\"}


def readable(data: bytes) -> str:
    """Bytes for people: line ends are shown and lead to a new line; what is not ASCII is written in hexadecimal."""
    text = "".join(_NAMED.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}") for byte in data)
    return text.replace("\\r\\n", "\\r\\n\n").rstrip("\n")


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}" + ("" if number == 1 else "s")


def _items(caption: str, items: list[list[str]]) -> Block:
    return Block(caption, "\n".join(f"{name} = {value}" for name, value in items))
