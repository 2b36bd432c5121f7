"""Whether a text is our own: runs of words that it has in common with another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.catalogue import Finding, Section
from roadmap.catalogue.files import is_leftover
from roadmap.catalogue.finding import shown

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Lists of ids are no prose.
_RECORDS = {"ids.toml", "verified.json"}


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Words that two texts share in the same order; `line` is where they begin in the first."""

    line: int
    words: str


def shared_runs(text: str, other: str, length: int = 8) -> tuple[SharedRun, ...]:
    """The longest runs of `length` words or more in `text` that `other` has too, whatever case, marks and line ends."""
    theirs = [word for word, _ in _words(other)]
    known = {tuple(theirs[start : start + length]) for start in range(len(theirs) - length + 1)}
    ours = list(_words(text))
    runs = []
    start = 0
    while start <= len(ours) - length:
        end = start
        while end <= len(ours) - length and tuple(word for word, _ in ours[end : end + length]) in known:
            end += 1
        if end > start:
            run = ours[start : end + length - 1]
            runs.append(SharedRun(run[0][1], " ".join(word for word, _ in run)))
        start = max(end, start + 1)
    return tuple(runs)


def shared_with(section: Section, other: str, length: int = 8) -> Iterator[Finding]:
    """Runs that any file of the section's package shares with `other`."""
    for path in sorted(section.path.rglob("*")):
        if not path.is_file() or is_leftover(path.relative_to(section.path)) or path.name in _RECORDS:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture, a font
            continue
        for run in shared_runs(text, other, length):
            count = len(run.words.split())
            message = f"{count} words in common with the given text: “{run.words}”"
            yield Finding(shown(path, section.path), run.line, message, "say it in words of our own")


def fingerprints(text: str, length: int = 8, *, salt: str) -> Iterator[tuple[str, SharedRun]]:
    """A short salted digest of each run of `length` words, and the run.

    With them, a text that must not be published can be compared with ours: its digests say nothing that can be read. 48
    bits keep chance out: among a million runs of ours and ten thousand of theirs, one false hit in ten thousand texts.
    """
    words = list(_words(text))
    for start in range(len(words) - length + 1):
        run = words[start : start + length]
        phrase = " ".join(word for word, _ in run)
        yield hashlib.sha256(f"{salt} {phrase}".encode()).hexdigest()[:12], SharedRun(run[0][1], phrase)


def _words(text: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.splitlines(), 1):
        for match in _WORD.finditer(line):
            yield match[0].casefold().replace("’", "'"), number
