"""A page's addresses in all languages: for its language menu, and for whoever indexes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pyramid.request import Request

from roadmap.languages import LANGUAGES, Language
from roadmap.languages.addresses import WITHOUT


@dataclass(frozen=True, slots=True)
class Alternate:
    """Where the page is in `language`, within the site."""

    language: Language
    path: str


def alternates_of(request: Request, *, public: bool) -> tuple[Alternate, ...]:
    """None for what has one address in all languages.

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


def in_all_languages(path: str) -> Mapping[str, str]:
    """By code, the address of the page whose address in the originals' language is `path`."""
    return {language.code: f"{language.prefix}{path}" for language in LANGUAGES.values()}
