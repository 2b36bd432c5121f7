"""What the sandbox saw of one request, in the words of the lab's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.runner.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the URL map."""

    rule: str
    endpoint: str
    methods: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The exchange as a page shows it. `verdict` alone is there when the program did not start or did not survive."""

    verdict: Verdict
    sent: str = ""
    status: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    body_note: str = ""
    milliseconds: float = 0.0
    problem: str = ""
    rules: tuple[Rule, ...] | None = None
    endpoint: str = ""
    arguments: tuple[tuple[str, str, str], ...] = ()
    matching: str = ""
    traceback: str = ""

    @classmethod
    def of(cls, verdict: Verdict, body: str) -> Answer:
        """`body` is what was sent, which the observer does not repeat."""
        facts = verdict.facts
        if not verdict.passed or not isinstance(facts, Mapping):
            return cls(verdict)
        response = facts.get("response") or {}
        inside = facts.get("inside") or {}
        match = inside.get("match") or {}
        return cls(
            verdict,
            sent=_sent(facts["sent"], body),
            status=" ".join(str(response[part]) for part in ("version", "status", "reason")) if response else "",
            headers=tuple((name, value) for name, value in response.get("headers", ())),
            body=response.get("text", ""),
            body_note=_body_note(response),
            milliseconds=response.get("milliseconds", 0.0),
            problem=facts.get("problem", ""),
            rules=_rules(inside.get("rules"), match),
            endpoint=match.get("endpoint") or "",
            arguments=tuple(tuple(argument) for argument in match.get("arguments", ())),
            matching=_matching(inside.get("rules"), inside.get("match")),
            traceback=inside.get("traceback", ""),
        )


def _sent(sent: Mapping[str, Any], body: str) -> str:
    lines = [f"{sent['method']} {sent['target']} HTTP/1.1", *(f"{name}: {value}" for name, value in sent["headers"])]
    return "\n".join([*lines, "", body]) if body else "\n".join(lines)


def _body_note(response: Mapping[str, Any]) -> str:
    if not response:
        return ""
    if response["size"] == 0:
        return "The body is empty."
    if response["kind"] == "hex":
        return "The body is not text. These are its first bytes."
    if not response["whole"]:
        return f"The body goes on; this is the beginning, {response['size'] // 1024} KiB."
    return ""


def _rules(rules: list[dict[str, Any]] | None, match: Mapping[str, Any]) -> tuple[Rule, ...] | None:
    if rules is None:
        return None
    matched = (match.get("rule"), match.get("endpoint"))
    return tuple(
        Rule(rule["rule"], rule["endpoint"], ", ".join(rule["methods"]), (rule["rule"], rule["endpoint"]) == matched)
        for rule in rules
    )


def _matching(rules: object, match: Mapping[str, Any] | None) -> str:
    if rules is None:
        return "There is no object named app in app.py that is a Flask application, so there is no URL map to show."
    if match is None:
        return "Flask was not asked: the server, or something in front of the application, answered."
    refusals = {
        "NotFound": "No rule matches this path. Flask answered 404 by itself, and no view was called.",
        "MethodNotAllowed": "A rule matches the path, but not the method: Flask answered 405 and an Allow header.",
        "RequestRedirect": "The rule ends with a slash and the path does not, so Flask redirected there.",
    }
    if match["refusal"]:
        return refusals.get(match["refusal"], f"The URL map refused with {match['refusal']}. No view was called.")
    return f"The rule {match['rule']} matches."
