"""A page's translations, from the files beside it: `10-micro.de.md` is `10-micro.md` in German.

A translation says the same in other words. Everything else is the original's, and is compared: the order and the levels
of headings, whose ids it takes over, samples with their output, excerpts, callouts.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from markdown_it.token import Token

from roadmap.catalogue.finding import Findings
from roadmap.catalogue.frontmatter import Page, read_page
from roadmap.catalogue.lessons import check_page
from roadmap.catalogue.model import Lesson, Translation
from roadmap.catalogue.prose import Fence, callouts, headings, read

_NAME = re.compile(r"(.+)\.([a-z]{2,3}(?:-[A-Z]{2})?)\.md")


def is_translation(path: Path) -> bool:
    return bool(_NAME.fullmatch(path.name))


def translations_in(folder: Path, findings: Findings) -> Mapping[str, Mapping[str, Path]]:
    """The translations in `folder`, by the original's file name, then by language."""
    found: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted(folder.glob("*.*.md")):
        if match := _NAME.fullmatch(path.name):
            original = f"{match[1]}.md"
            if not (folder / original).is_file():
                findings.add(path, 1, f"translates {original}, which is not there", "name it like the original")
            found[original][match[2]] = path
    return found


def digest(title: str, summary: str, text: str) -> str:
    """What an original says, as twelve hexadecimal digits: another text, other digits."""
    whole = f"{title}\0{summary}\0{text.strip()}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def load_translations(
    paths: Mapping[str, Path], original: Lesson, package: Path, findings: Findings
) -> Mapping[str, Translation]:
    """Those of a lesson."""
    said = digest(original.title, original.summary, original.text)
    return _load(paths, original.title, original.text, said, package, findings)


def load_front_translations(
    paths: Mapping[str, Path], title: str, summary: str, text: str, package: Path, findings: Findings
) -> Mapping[str, Translation]:
    """Those of a section's front page; `title` may be the same in all languages, and is then left out."""
    return _load(paths, title, text, digest(title, summary, text), package, findings, named=True)


def _load(
    paths: Mapping[str, Path],
    title: str,
    text: str,
    said: str,
    package: Path,
    findings: Findings,
    *,
    named: bool = False,
) -> Mapping[str, Translation]:
    found = {}
    for language, path in paths.items():
        page = read_page(path, findings)
        if page is None:
            continue
        fields = page.front.fields
        found[language] = Translation(
            language=language,
            title=fields.text("title", title) if named else fields.text("title"),
            summary=fields.text("summary"),
            text=page.text,
            text_line=page.text_line,
            path=path,
            source=fields.text("original"),
            original=said,
            anchors=tuple(heading.id for heading in headings(read(text))),
        )
        fields.finish()
        tokens = read(page.text)
        check_page(tokens, page.text, path, page.text_line, package, findings)
        _compare(read(text), tokens, path, page, findings)
    return found


def _compare(
    original: Sequence[Token], translated: Sequence[Token], path: Path, page: Page, findings: Findings
) -> None:
    for what, ours, theirs in (
        ("headings", _outline(original), _outline(translated)),
        ("callouts", _callouts(original), _callouts(translated)),
        ("code fences", _fences(original), _fences(translated)),
    ):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
            if one[0] != other[0]:
                cure = f"number {number} is {one[0]} there, and {other[0]} here"
                findings.add(path, page.text_line + other[1] - 1, f"{what} differ from the original's", cure)
                break
        else:
            if len(ours) != len(theirs):
                message = f"has {len(theirs)} {what}, the original {len(ours)}"
                findings.add(path, page.text_line, message, "translate the whole page")


def _outline(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    return [(f"of level {heading.level}", heading.line) for heading in headings(tokens)]


def _callouts(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    lines = [token.map[0] + 1 for token in tokens if token.type == "container_callout_open" and token.map]
    return [
        (f"{callout.kind} {{{callout.id}}}" if callout.id else callout.kind, line)
        for callout, line in zip(callouts(tokens), lines, strict=True)
    ]


def _fences(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    """What must be alike: all of a sample, an excerpt and an output; of code that is only shown, its language."""
    found = []
    for token in tokens:
        fence = Fence.of(token.info) if token.type == "fence" else None
        if fence is None or token.map is None:
            continue
        proved = {"sample", "excerpt"}.intersection(fence.attributes) or fence.language == "output"
        said = f"```{token.info.strip()}" + (f" with {token.content!r}" if token.content and proved else "")
        found.append((said if proved else f"```{fence.language}", token.map[0] + 1))
    return found
