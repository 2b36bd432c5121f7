"""An endpoint and two requests as a visitor writes them into the form: read, checked, and made ready to be sent."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import quote

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SOURCE_LIMIT = 32 * 1024
BODY_LIMIT = 64 * 1024
PATH_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the form, as text. `problems()` says what is wrong with it."""

    source: str = ""
    method: str = "GET"
    good_path: str = "/"
    good: str = ""
    bad_path: str = "/"
    bad: str = ""

    @classmethod
    def of(cls, form: Mapping[str, object]) -> Asking:
        """What a browser sent. Text areas arrive with CRLF, which no program was written with."""
        values = {field.name: form.get(field.name) for field in fields(cls)}
        texts = {name: value.replace("\r\n", "\n") for name, value in values.items() if isinstance(value, str)}
        for name in ("method", "good_path", "bad_path"):
            texts[name] = texts.get(name, "").strip()
        return cls(**texts)

    def problems(self) -> dict[str, str]:
        """By field, a sentence that says what to change; empty if everything can be sent."""
        found = {
            "source": _source_problem(self.source),
            "method": "" if self.method in METHODS else f"The method is one of {', '.join(METHODS)}.",
            "good_path": _path_problem(self.good_path),
            "good": _body_problem(self.good),
            "bad_path": _path_problem(self.bad_path),
            "bad": _body_problem(self.bad),
        }
        return {field: problem for field, problem in found.items() if problem}

    def as_input(self) -> dict[str, object]:
        """JSON for the observer."""
        return {
            "method": self.method,
            "good": {"target": _target(self.good_path), "body": self.good},
            "bad": {"target": _target(self.bad_path), "body": self.bad},
        }


def _target(path: str) -> str:
    """The path as it goes over the wire: what is not ASCII, and blanks, as percent-encoded UTF-8."""
    return quote(path, safe=string.punctuation)


def _source_problem(source: str) -> str:
    if not source.strip():
        return "app.py is empty. Load an example to begin with."
    if len(source.encode()) > SOURCE_LIMIT:
        return f"app.py is larger than {SOURCE_LIMIT // 1024} KiB."
    if "\x00" in source:
        return "app.py has a null character in it, which Python does not read."
    return ""


def _path_problem(path: str) -> str:
    if not path.startswith("/"):
        return "The path begins with a slash, as in /teas."
    if len(path) > PATH_LIMIT:
        return f"The path is longer than {PATH_LIMIT} characters."
    if "#" in path:
        return "The part after # never leaves a browser. Leave it out, or write %23."
    if not path.isprintable():
        return "The path has a control character in it. Write it percent-encoded, such as %0A."
    return ""


def _body_problem(body: str) -> str:
    if len(body.encode()) > BODY_LIMIT:
        return f"The body is larger than {BODY_LIMIT // 1024} KiB."
    return ""
