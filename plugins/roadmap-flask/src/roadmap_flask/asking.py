"""A request as a visitor writes it into the lab's form: read, checked, and made ready to be sent."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import quote

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SOURCE_LIMIT = 32 * 1024
BODY_LIMIT = 64 * 1024
PATH_LIMIT = 2000
HEADER_LIMIT = 30
VALUE_LIMIT = 2000

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SET_BY_CLIENT = frozenset({"content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer"})


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the form, as text. `problems()` says what is wrong with it."""

    source: str = ""
    method: str = "GET"
    path: str = "/"
    headers: str = ""
    body: str = ""

    @classmethod
    def of(cls, form: Mapping[str, object]) -> Asking:
        """What a browser sent. Text areas arrive with CRLF, which no program was written with."""
        values = {field.name: form.get(field.name) for field in fields(cls)}
        texts = {name: value.replace("\r\n", "\n") for name, value in values.items() if isinstance(value, str)}
        for name in ("method", "path"):
            texts[name] = texts.get(name, "").strip()
        texts["method"] = texts["method"].upper()
        return cls(**texts)

    def problems(self) -> dict[str, str]:
        """By field, a sentence that says what to change; empty if the request can be sent."""
        found = {
            "source": _source_problem(self.source),
            "method": _method_problem(self.method),
            "path": _path_problem(self.path),
            "headers": _headers_problem(self.headers),
            "body": _body_problem(self.body),
        }
        return {field: problem for field, problem in found.items() if problem}

    @property
    def target(self) -> str:
        """The path as it goes over the wire: what is not ASCII, and blanks, as percent-encoded UTF-8."""
        return quote(self.path, safe=string.punctuation)

    def as_input(self) -> dict[str, object]:
        """JSON for the observer."""
        return {"method": self.method, "target": self.target, "headers": _pairs(self.headers), "body": self.body}


def _source_problem(source: str) -> str:
    if not source.strip():
        return "app.py is empty. Load an example to begin with."
    if len(source.encode()) > SOURCE_LIMIT:
        return f"app.py is larger than {SOURCE_LIMIT // 1024} KiB."
    if "\x00" in source:
        return "app.py has a null character in it, which Python does not read."
    return ""


def _method_problem(method: str) -> str:
    if not method or len(method) > 20 or not _TOKEN.fullmatch(method):
        return "A method is a word of at most 20 letters, such as GET or POST."
    if method == "CONNECT":
        return "CONNECT asks a proxy for a tunnel, and there is no proxy here. Use another method."
    return ""


def _path_problem(path: str) -> str:
    if not path.startswith("/"):
        return "The path begins with a slash, as in /hello/Ada."
    if len(path) > PATH_LIMIT:
        return f"The path is longer than {PATH_LIMIT} characters."
    if "#" in path:
        return "The part after # never leaves a browser. Leave it out, or write %23."
    if not path.isprintable():
        return "The path has a control character in it. Write it percent-encoded, such as %0A."
    return ""


def _headers_problem(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > HEADER_LIMIT:
        return f"These are {len(lines)} headers; at most {HEADER_LIMIT} are sent."
    for number, line in enumerate(lines, 1):
        problem = _header_problem(*line.partition(":"))
        if problem:
            return f"Header {number}: {problem}"
    return ""


def _header_problem(name: str, colon: str, value: str) -> str:
    if not colon:
        return f"write Name: value; there is no colon in {_short(name)}."
    if not _TOKEN.fullmatch(name):
        return f"{_short(name)} is not a header name: letters, digits and hyphens, and no blank before the colon."
    if name.lower() in _SET_BY_CLIENT:
        return f"{name} is set by the client itself, to fit the request that is sent."
    if len(value) > VALUE_LIMIT:
        return f"the value of {name} is longer than {VALUE_LIMIT} characters."
    if _CONTROL.search(value) or not value.isascii():
        return f"the value of {name} has a character that is not plain ASCII."
    return ""


def _body_problem(body: str) -> str:
    if len(body.encode()) > BODY_LIMIT:
        return f"The body is larger than {BODY_LIMIT // 1024} KiB."
    return ""


def _pairs(text: str) -> list[list[str]]:
    split = (line.partition(":") for line in text.split("\n") if line.strip())
    return [[name, value.strip()] for name, _, value in split]


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")
