"""The code fences of a lesson: samples with their output, excerpts, and code that is only shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from markdown_it.token import Token
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from roadmap.catalogue.fields import ID, suggestion
from roadmap.catalogue.files import read_text
from roadmap.catalogue.finding import Findings
from roadmap.catalogue.model import Limits, Sample
from roadmap.catalogue.prose import Fence
from roadmap.catalogue.service import SERVICES

PLAIN = ("text", "output", "console")
_FILE = re.compile(r"[A-Za-z0-9_][\w.-]*")
_LINES = re.compile(r"(\d+)(?:-(\d+))?")
_ATTRIBUTES = {
    "sample": {"sample", "runtime", "services", "wall", "name"},
    "excerpt": {"excerpt", "lines", "name"},
    "shown": {"name", "mark"},
}
MARKS = ("good", "bad")


@dataclass(slots=True)
class Found:
    """What the fences of one lesson brought."""

    samples: list[Sample] = field(default_factory=list)
    excerpts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FenceReader:
    """Reads the fences of one page. Pages other than lessons (`folder` is None) only show code."""

    section: str
    lesson: str
    path: Path
    text_line: int
    folder: Path | None
    runtimes: Sequence[str]
    findings: Findings

    def read(self, tokens: Sequence[Token]) -> Found:
        found = Found()
        for number, token in enumerate(tokens):
            if token.type != "fence":
                continue
            fence = Fence.of(token.info)
            if fence is None:
                self._wrong(token, f"cannot read the fence's {token.info.strip()!r}", 'language, then name="value"')
                continue
            self._check(token, fence)
            if fence.language == "output":
                self._check_output(tokens, number, fence)
            elif "sample" in fence.attributes and self._in_lesson(token, "sample"):
                self._read_sample(tokens, number, fence, found)
            elif "excerpt" in fence.attributes and self._in_lesson(token, "excerpt"):
                self._read_excerpt(token, fence, found)
        return found

    def _check(self, token: Token, fence: Fence) -> None:
        kind = next((kind for kind in ("sample", "excerpt") if kind in fence.attributes), "shown")
        known = _ATTRIBUTES[kind]
        for name in fence.attributes:
            if name not in known or fence.language == "output":
                self._wrong(token, f"unknown attribute {name} of a code fence", suggestion(name, known))
        for flag in fence.flags:
            if (fence.language, flag) != ("output", "varying"):
                self._wrong(token, f"unknown word {flag!r} in a code fence", f'attributes are written {flag}="…"')
        if not fence.language:
            self._wrong(token, "code fence without a language", "```python, ```console, ```text …")
        elif fence.language not in PLAIN and not _has_lexer(fence.language):
            self._wrong(token, f"unknown language {fence.language!r}", "use one that Pygments knows, or text")
        if (mark := fence.attributes.get("mark")) is not None and mark not in MARKS:
            self._wrong(token, f"unknown mark {mark!r}", suggestion(mark, MARKS))
        if kind != "shown" and token.content.strip():
            self._wrong(token, f"the body of a fence with {kind}= must be empty", "its text is in the file")

    def _check_output(self, tokens: Sequence[Token], number: int, fence: Fence) -> None:
        before = Fence.of(tokens[number - 1].info) if number and tokens[number - 1].type == "fence" else None
        if before is None or "sample" not in before.attributes:
            cure = "put it directly after a fence with sample=, or make it ```text"
            self._wrong(tokens[number], "output without a sample", cure)

    def _in_lesson(self, token: Token, kind: str) -> bool:
        if self.folder is None:
            self._wrong(token, f"{kind}= works in lessons only", "show the code itself")
        return self.folder is not None

    def _read_sample(self, tokens: Sequence[Token], number: int, fence: Fence, found: Found) -> None:
        token, attributes = tokens[number], fence.attributes
        file = attributes["sample"]
        code = self._read_file(token, file)
        if code is None:
            return
        path = self._folder / file
        if not ID.fullmatch(path.stem):
            cure = "name the file with small letters, digits and hyphens"
            self._wrong(token, f"sample id {path.stem!r} is not an id", cure)
        output, varying = self._output_after(tokens, number)
        sample = Sample(
            id=path.stem,
            section=self.section,
            lesson=self.lesson,
            name=attributes.get("name", file),
            code=code,
            output=output,
            varying=varying,
            runtime=self._runtime(token, attributes.get("runtime")),
            services=self._services(token, attributes.get("services", "")),
            limits=self._limits(token, attributes.get("wall")),
            path=path,
            line=self._line(token),
        )
        if not _FILE.fullmatch(sample.name):
            self._wrong(token, f"{sample.name!r} is not a file name", "letters, digits, dots and hyphens")
        found.samples.append(sample)

    def _output_after(self, tokens: Sequence[Token], number: int) -> tuple[str | None, bool]:
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        fence = Fence.of(following.info) if following is not None and following.type == "fence" else None
        if following is None or fence is None or fence.language != "output":
            return None, False
        return following.content, "varying" in fence.flags

    def _read_excerpt(self, token: Token, fence: Fence, found: Found) -> None:
        file = fence.attributes["excerpt"]
        text = self._read_file(token, file)
        if text is None:
            return
        found.excerpts[file] = text
        lines = fence.attributes.get("lines")
        if lines is not None and excerpt(text, lines) is None:
            total = len(text.splitlines())
            self._wrong(token, f'lines="{lines}" is not in {file}', f"it has lines 1-{total}")

    def _read_file(self, token: Token, file: str) -> str | None:
        if not _FILE.fullmatch(file):
            self._wrong(token, f"{file!r} is not a file under samples/", "its plain name, without folders")
            return None
        if not (self._folder / file).is_file():
            names = [path.name for path in self._folder.glob("*") if path.is_file()]
            self._wrong(token, f"there is no samples/{file}", suggestion(file, names) if names else "add it")
            return None
        return read_text(self._folder / file, self.findings)

    def _runtime(self, token: Token, name: str | None) -> str:
        return pick_runtime(name, self.runtimes, self.section, lambda message, cure: self._wrong(token, message, cure))

    def _services(self, token: Token, names: str) -> tuple[str, ...]:
        services = tuple(names.replace(",", " ").split())
        for service in services:
            if service not in SERVICES:
                self._wrong(token, f"unknown service {service!r}", suggestion(service, SERVICES))
        return services

    def _limits(self, token: Token, wall: str | None) -> Limits:
        if wall is None:
            return Limits()
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", wall) or not 0 < float(wall) <= 120:
            self._wrong(token, f'wall="{wall}" is not a number of seconds', "more than 0, at most 120")
            return Limits()
        return Limits(wall_seconds=float(wall))

    @property
    def _folder(self) -> Path:
        assert self.folder is not None, "_in_lesson comes first"  # noqa: S101
        return self.folder

    def _line(self, token: Token) -> int:
        return self.text_line + (token.map[0] if token.map else 0)

    def _wrong(self, token: Token, message: str, cure: str) -> None:
        self.findings.add(self.path, self._line(token), message, cure)


def excerpt(text: str, lines: str | None) -> str | None:
    """Lines `3-9` of `text`, or line `3`, or all; None where it has no such lines."""
    if lines is None:
        return text
    match = _LINES.fullmatch(lines)
    all_lines = text.splitlines()
    if not match or len(lines) > 20:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= len(all_lines):
        return None
    return "\n".join(all_lines[first - 1 : last]) + "\n"


def pick_runtime(name: str | None, runtimes: Sequence[str], section: str, wrong: Callable[[str, str], None]) -> str:
    """The runtime that is meant: `name`, or the only one that the plugin declared, or the section's namesake.

    `wrong` takes message and cure.
    """
    if name is not None:
        if name not in runtimes:
            wrong(f"unknown runtime {name!r}", suggestion(name, runtimes) or "declare it with config.add_runtime()")
        return name
    if section in runtimes:
        return section
    if len(runtimes) != 1:
        cure = f"one of {', '.join(sorted(runtimes))}" if runtimes else "call config.add_runtime() before add_section()"
        wrong("no runtime is named, and the plugin declared " + (f"{len(runtimes)}" if runtimes else "none"), cure)
        return runtimes[0] if runtimes else ""
    return runtimes[0]


@lru_cache(maxsize=1024)
def _has_lexer(language: str) -> bool:
    try:
        find_lexer_class_by_name(language)
    except ClassNotFound:
        return False
    return True
