"""The request that a visitor wants to follow: read from a form, checked, and turned into the bytes of HTTP/1.1."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

METHODS = ("GET", "POST", "PUT", "DELETE")
AGREEMENTS = {"wsgi": "WSGI: waitress and Flask", "asgi": "ASGI: uvicorn and FastAPI"}
PATH_LIMIT = 200
BODY_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the form, as text. `problems()` says what is wrong with it."""

    agreement: str = "wsgi"
    method: str = "GET"
    path: str = "/books/2"
    body: str = ""

    @classmethod
    def of(cls, form: Mapping[str, object]) -> Asking:
        values = {name: form.get(name) for name in cls.__slots__}
        texts = {name: value.replace("\r\n", "\n").strip() for name, value in values.items() if isinstance(value, str)}
        return cls(**texts)

    def problems(self) -> dict[str, str]:
        """By field, a sentence that says what to change; empty if the request can be sent."""
        found = {}
        if self.agreement not in AGREEMENTS:
            found["agreement"] = "Choose WSGI or ASGI."
        if self.method not in METHODS:
            found["method"] = f"Choose one of {', '.join(METHODS)}."
        if not self.path.startswith("/") or len(self.path) > PATH_LIMIT or not self.path.isprintable():
            found["path"] = f"A path begins with a slash and has at most {PATH_LIMIT} characters, on one line."
        if len(self.body.encode(errors="replace")) > BODY_LIMIT:
            found["body"] = f"The body is longer than {BODY_LIMIT} bytes."
        elif not all(character.isprintable() or character in "\n\t" for character in self.body):
            found["body"] = "The body has a character in it that cannot be shown."
        return found

    def as_bytes(self) -> bytes:
        """The request as it goes into the socket."""
        body = self.body.encode()
        target = quote(self.path, safe=string.punctuation)
        lines = [f"{self.method} {target} HTTP/1.1", "Host: shop.example", "Accept: application/json"]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        lines += ["Connection: close", "", ""]
        return "\r\n".join(lines).encode("ascii") + body


@dataclass(frozen=True, slots=True)
class Example:
    """A request to begin with, and what to look at when it is followed."""

    number: int
    title: str
    look: str
    asking: Asking


def read(name: str) -> str:
    """A file of this package."""
    return files("roadmap_foundations").joinpath("following", name).read_text(encoding="utf-8")


def load() -> tuple[Example, ...]:
    entries = tomllib.loads(read("examples.toml"))["example"]
    return tuple(
        Example(number, entry.pop("title"), entry.pop("look"), Asking(**entry))
        for number, entry in enumerate(entries, 1)
    )


EXAMPLES = load()


def example(number: object) -> Example | None:
    """The example of that number, as it stands in a URL or a form; None for whatever else stands there."""
    return next((found for found in EXAMPLES if str(found.number) == number), None)
