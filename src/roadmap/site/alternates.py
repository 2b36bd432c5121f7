"""A page's addresses in other languages: all of them for the menu, and those with a text of their own for indexes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from pyramid.registry import Registry
from pyramid.request import Request

from roadmap.catalogue import Exercise, Lesson, Quiz, Section
from roadmap.languages import DEFAULT, LANGUAGES, Language
from roadmap.languages.addresses import WITHOUT
from roadmap.languages.web import localizer_in
from roadmap.plugins.lab import Lab

Item = Section | Lesson | Exercise | Quiz | Lab


@dataclass(frozen=True, slots=True)
class Alternate:
    """Where the page is in `language`, within the site."""

    language: Language
    path: str


def alternates_of(request: Request, *, public: bool) -> tuple[Alternate, ...]:
    """The page that `request` asks for in every language; none for what has one address in all of them.

    :param public: such a page is the same whatever its query; others, as the search, are about it.
    """
    path = request.path_info
    if path.startswith(WITHOUT):
        return ()
    query = f"?{request.query_string}" if request.query_string and not public else ""
    mount = request.script_name.removesuffix(request.language.prefix)
    return tuple(
        Alternate(language, f"{mount}{language.prefix}{quote(path)}{query}") for language in LANGUAGES.values()
    )


def languages_of(item: Item, registry: Registry) -> tuple[str, ...]:
    """In which languages there is a text of `item`, the original's first. Elsewhere its page shows the original."""
    if isinstance(item, Section | Lesson):
        return _known((DEFAULT, *item.translations))
    if isinstance(item, Lab) and item.domain:
        return _known(code for code in LANGUAGES if code == DEFAULT or _translates(registry, code, item))
    return (DEFAULT,)


def address_in(item: Item, language: str) -> str:
    """The path of the page of `item` in a language, quoted."""
    return quote(path_in(item, language))


def path_in(item: Item, language: str) -> str:
    return LANGUAGES[language].prefix + item.url.removeprefix(item.base)


def _known(codes: Iterable[str]) -> tuple[str, ...]:
    there = set(codes)
    return tuple(code for code in LANGUAGES if code in there)


def _translates(registry: Registry, language: str, lab: Lab) -> bool:
    # In whatever language `lab` is: its domain says in which others there is one.
    original = lab.original or lab
    translated: str = localizer_in(registry, language).translate(original.summary, domain=original.domain)
    return translated != original.summary
