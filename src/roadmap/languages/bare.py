"""Texts of a template that go past gettext: words between tags, in attributes that are read out, or in expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

# A template that says so has one address, and is in English in every language.
ENGLISH_ONLY = "English only:"
SPOKEN = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title"})
# What these hold is code, keys or data.
SILENT = frozenset({"code", "kbd", "samp", "script", "style"})
GETTEXT = frozenset({"_", "gettext", "ngettext"})
# Names, units and what is the same in every language.
NAMES = frozenset({"Roadmap", "ms", "UTC"})
# Attributes that are put together outside of their tag, and names of files.
_CODE = re.compile(r"[\w-]+=\"[^\"]*\"|\b[\w/-]+\.[a-z]+\b")
_SHAPE = re.compile(r"{%-?\s*block shape\s*-?%}.*?{%-?\s*endblock[^%]*%}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"^[A-Z][a-z]+\b(?!\.jinja2)|[a-z,;:] [a-z]")
_HOLE = "\ufffc"


def bare_texts(source: str) -> list[tuple[int, str]]:
    """Line and text of each; none where all of the template goes through gettext."""
    if ENGLISH_ONLY in source.partition("-#}")[0]:
        return []
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    page = _Page()
    page.feed(_without_code(environment, source))
    page.close()
    return sorted({*page.found, *_in_expressions(environment.parse(source))})


def _without_code(environment: Environment, source: str) -> str:
    """The template's HTML, line by line: a mark in place of each expression, nothing in place of translated blocks."""
    parts: list[str] = []
    translated = False
    opening = False
    # The one block that is a word for the layout, and for nobody else.
    for _line, kind, text in environment.lex(_SHAPE.sub("", source)):
        newlines = "\n" * text.count("\n")
        if kind == "block_begin":
            opening = True
        elif opening and kind == "name":
            translated = text == "trans" or (translated and text != "endtrans")
            opening = False
        if kind == "data" and not translated:
            parts.append(text)
        else:
            parts.append((_HOLE if kind == "variable_begin" else "") + newlines)
    return "".join(parts)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        for name, value in attrs:
            if name in SPOKEN:
                self._look(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._look(data)

    def _look(self, text: str) -> None:
        if any(word not in NAMES for word in _WORD.findall(_CODE.sub(" ", text))):
            self.found.append((self.getpos()[0], " ".join(text.replace(_HOLE, "…").split())))


def _in_expressions(template: nodes.Template) -> Iterator[tuple[int, str]]:
    for node in _reached(template):
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and _SENTENCE.search(node.value):
            yield node.lineno, node.value


def _reached(node: nodes.Node) -> Iterable[nodes.Node]:
    """`node` and what is in it, but not what gettext is given, nor the names of other templates."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        return
    if isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport | nodes.TemplateData):
        return
    yield node
    for child in node.iter_child_nodes():
        yield from _reached(child)
