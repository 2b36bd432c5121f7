"""The one Markdown dialect of this site: the parser that loading and rendering share, and what they read from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

CALLOUTS = {"note": "Note", "tip": "Tip", "warning": "Warning", "today": "True today"}

_CALLOUT = re.compile(r"\s*([A-Za-z]\w*)(?:\s+\{([A-Za-z][\w.-]*)\})?(?:\s+(.*?))?\s*")
_INFO = re.compile(r"([\w+#.-]+)?((?:\s+[\w-]+=\"[^\"]*\"|\s+[\w-]+)*)\s*")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:=\"([^\"]*)\")?")
# Footnotes have ids of their own on the same page.
_FOOTNOTE_ID = re.compile(r"fn(ref)?[\d:]*")


def _parser() -> MarkdownIt:
    """CommonMark without HTML, and with tables, footnotes, definition lists and callouts."""
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    md.enable("table")
    md.use(footnote_plugin).use(deflist_plugin)
    # Unknown kinds are taken too: the loader names them, where the text would just show colons.
    md.use(container_plugin, "callout", validate=lambda params, markup: bool(_CALLOUT.fullmatch(params)))
    return md


_PARSER = _parser()


def parse(text: str) -> list[Token]:
    # A closing `:::` on a last line without an end would be looked for beyond it.
    return _PARSER.parse(text + "\n", {})


@lru_cache(maxsize=256)
def read(text: str) -> Sequence[Token]:
    """What `parse` gives, to be left as it is: while a section is loaded, each of its texts is asked for twice."""
    return parse(text)


def parse_inline(text: str) -> list[Token]:
    return _PARSER.parseInline(text, {})


@dataclass(frozen=True, slots=True)
class Fence:
    """The info string of a code fence: ```` ```python sample="hello.py" runtime="flask" ````."""

    language: str
    attributes: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    @classmethod
    def of(cls, info: str) -> Fence | None:
        """None where it cannot be read."""
        match = _INFO.fullmatch(info.strip())
        if not match:
            return None
        attributes, flags = {}, []
        for name, value in _ATTRIBUTE.findall(match[2] or ""):
            if f'{name}="' in match[2]:
                attributes[name] = value
            else:
                flags.append(name)
        return cls((match[1] or "").lower(), attributes, tuple(flags))


@dataclass(frozen=True, slots=True)
class Callout:
    """The head of a callout: `::: today {C-14} Which template engine?`."""

    kind: str
    id: str
    title: str

    @classmethod
    def of(cls, info: str) -> Callout:
        match = _CALLOUT.fullmatch(info)
        return cls(match[1], match[2] or "", match[3] or "") if match else cls("note", "", info.strip())


def callouts(tokens: Sequence[Token]) -> list[Callout]:
    """The page's callouts, in order."""
    return [Callout.of(token.info) for token in tokens if token.type == "container_callout_open"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page; `id` is its anchor, unique on the page."""

    level: int
    id: str
    text: str
    line: int = 1


def headings(tokens: Sequence[Token]) -> list[Heading]:
    """The page's headings in order. Same text, same id: links to a heading survive edits elsewhere on the page."""
    found: list[Heading] = []
    taken: set[str] = set()
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            text = plain(tokens[number + 1].children or [])
            anchor = _free(_slug(text), taken)
            found.append(Heading(int(token.tag[1:]), anchor, text, _line(token)))
    return found


def anchored(found: Sequence[Heading], anchors: Sequence[str]) -> list[Heading]:
    """`found` with these ids, if there are any: a translation's headings have those of the original."""
    if len(anchors) != len(found):
        return list(found)
    return [replace(heading, id=anchor) for heading, anchor in zip(found, anchors, strict=True)]


def is_taken(anchor: str, on_page: Sequence[Heading]) -> bool:
    """Whether a heading or a footnote has `anchor` already."""
    return bool(_FOOTNOTE_ID.fullmatch(anchor)) or anchor in {heading.id for heading in on_page}


def plain(tokens: Sequence[Token]) -> str:
    """What inline tokens say, without markup."""
    parts = []
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain(token.children or []))
    return "".join(parts).strip()


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or an image in a text; `line` counts from the text's first line."""

    href: str
    line: int
    image: bool = False
    text: str = ""


def references(tokens: Sequence[Token]) -> Iterator[Reference]:
    """All links and images, with the line on which each stands."""
    line = 1
    for token in tokens:
        line = _line(token) if token.map else line
        if token.type != "inline":
            continue
        here = line
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                here += 1
            elif child.type == "link_open":
                yield Reference(str(child.attrs.get("href", "")), here)
            elif child.type == "image":
                yield Reference(str(child.attrs.get("src", "")), here, True, plain(child.children or []))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _slug(text: str) -> str:
    slug = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:80].rstrip("-")
    return f"section-{slug}".rstrip("-") if not slug or _FOOTNOTE_ID.fullmatch(slug) else slug


def _free(slug: str, taken: set[str]) -> str:
    anchor, number = slug, 1
    while anchor in taken:
        number += 1
        anchor = f"{slug}-{number}"
    taken.add(anchor)
    return anchor
