"""Whether a verdict shows the learner a line of what is hidden: the checks, the probe, the solution."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from roadmap.catalogue import Exercise
from roadmap.runner.verdict import Verdict

# Shorter lines (`import json`, `return result`) are anybody's.
_TELLING = 24


def leaks(exercise: Exercise, files: Mapping[str, str], verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Name of the hidden file and the line of it that `verdict` on `files` shows."""
    visible = "\n".join(
        [
            verdict.message,
            verdict.output,
            verdict.traceback,
            *(text for check in verdict.checks for text in (check.feedback, check.expected or "", check.got or "")),
        ]
    )
    own = {line.strip() for text in files.values() for line in text.splitlines()}
    hidden = {"checks.py": exercise.checks_source, "probe.py": exercise.probe_source or ""}
    hidden.update({f"solution/{name}": text for name, text in exercise.solution.items()})
    for name, source in hidden.items():
        for line in _code_lines(source):
            if line not in own and line in visible:
                yield name, line


def _code_lines(source: str) -> Iterator[str]:
    """Lines of code that tell something. Text is left out: messages and titles are there to be shown."""
    lines = source.splitlines()
    prose = set[int]()
    try:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                prose.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    except (SyntaxError, ValueError, RecursionError):
        return
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if number not in prose and len(stripped) >= _TELLING and not stripped.startswith(("#", "import ", "from ")):
            yield stripped
