"""Source code to HTML with CSS classes only: the site's content policy allows no inline style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Name, Operator, Punctuation, Text, Token, Whitespace
from pygments.util import ClassNotFound

NAMES = {
    "text": "Text",
    "output": "Output",
    "console": "Console",
    "python": "Python",
    "pycon": "Python console",
    "html": "HTML",
    "css": "CSS",
    "js": "JavaScript",
    "javascript": "JavaScript",
    "json": "JSON",
    "sql": "SQL",
    "http": "HTTP",
    "ini": "INI",
    "toml": "TOML",
    "yaml": "YAML",
    "sh": "Shell",
    "bash": "Shell",
    "jinja": "Jinja",
    "html+jinja": "Jinja",
}
_FORMATTER = HtmlFormatter(nowrap=True)
# What has no color of its own needs no span either: that halves a page of code.
_PLAIN = {Name, Operator, Punctuation, Text, Whitespace}


class _Sparing(Filter):
    def filter(self, lexer: Lexer | None, stream: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
        for kind, text in stream:
            yield (Token if kind in _PLAIN else kind), text


def language_name(language: str) -> str:
    """How a language is called on the page."""
    lexer = None if language in NAMES else _lexer(language)
    return NAMES.get(language) or (lexer.name if lexer else language.capitalize() or "Text")


def highlighted(code: str, language: str) -> Markup:
    """`code` with Pygments' short class names; plain where the language is unknown."""
    lexer = None if language in ("", "text", "output") else _lexer(language)
    if lexer is None:
        return escape(code)
    return Markup(highlight(code, lexer, _FORMATTER))  # noqa: S704 - Pygments escapes all text


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    lexer.add_filter(_Sparing())
    return lexer
