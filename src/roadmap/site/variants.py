"""Bytes that are the same for whoever asks, in every content coding, each with a strong tag of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyramid.response import Response

from roadmap.site.encodings import CODINGS, IDENTITY, chosen

TAGGED = {"br": "-br", "gzip": "-gz", IDENTITY: ""}

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """What is sent of one coding: `headers` with a body, `bare` with 304, which has none."""

    body: bytes
    tag: str
    headers: Headers
    bare: Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A response to GET that needs no more than to be sent. `body` is empty for 304."""

    status: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Variants:
    """`body` as it is, and compressed when a client first asks for that: most are asked for in one coding only."""

    body: bytes
    content_type: str
    caching: Headers
    """Cache-Control and its kin."""
    compressible: bool = True
    _made: dict[str, Variant] = field(default_factory=dict, repr=False, compare=False)

    def answer(self, environ: Mapping[str, Any]) -> Answer:
        """What the request of a WSGI environment gets, as its Accept-Encoding and If-None-Match ask."""
        if_none_match = environ.get("HTTP_IF_NONE_MATCH", "")
        coding = chosen(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.compressible else IDENTITY
        # Two threads may both make one, which is the same.
        variant = self._made.get(coding) or self._made.setdefault(coding, self._make(coding))
        if if_none_match and _names(if_none_match, variant.tag):
            return Answer("304 Not Modified", variant.bare, b"")
        return Answer("200 OK", variant.headers, variant.body)

    def _make(self, coding: str) -> Variant:
        body = CODINGS[coding](self.body) if coding in CODINGS else self.body
        digest = hashlib.sha256(self.body).hexdigest()[:32]
        # Strong: other bytes, other tag.
        tag = f'"{digest}{TAGGED[coding]}"'
        bare: Headers = (("ETag", tag), *self.caching)
        if self.compressible:
            bare += (("Vary", "Accept-Encoding"),)
        headers = (("Content-Type", self.content_type), ("Content-Length", str(len(body))), *bare)
        if coding in CODINGS:
            headers += (("Content-Encoding", coding),)
        return Variant(body, tag, headers, bare)


def as_response(answer: Answer) -> Response:
    """For a view to return."""
    # Given at once: setting the body later would take Content-Length away.
    return Response(status=answer.status, headerlist=list(answer.headers), app_iter=[answer.body])


def _names(if_none_match: str, tag: str) -> bool:
    """Whether `tag` is in the list: compared weakly, since proxies weaken tags on their way (RFC 9110, 13.1.2)."""
    tags = (each.strip().removeprefix("W/") for each in if_none_match.split(","))
    return any(each in (tag, "*") for each in tags)
