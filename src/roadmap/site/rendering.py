"""What every template may use: addresses (`asset`, `site_url`, `worker`), `labs_of`, `page_metadata`, `section`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial, wraps
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pygments.lexers import find_lexer_class_for_filename
from pyramid.config import Configurator
from pyramid.events import BeforeRender

from roadmap.catalogue import Section
from roadmap.languages import DEFAULT
from roadmap.languages.scripts import script_words
from roadmap.languages.templates import TemplateTexts, current_localizer, texts_in_words
from roadmap.markdown.highlight import highlighted
from roadmap.site import words
from roadmap.site.alternates import alternates_of
from roadmap.site.catalogues import labs_of
from roadmap.site.metadata import metadata_of
from roadmap.site.offline import WORKER


def highlighted_as(text: str, language: str = "") -> Markup:
    """`text` as HTML with Pygments' short classes; `language` is a name, or a file's name."""
    if "." in language:
        lexer = find_lexer_class_for_filename(language)
        language = lexer.aliases[0] if lexer and lexer.aliases else "text"
    return highlighted(text, language)


def _in_language(words: Callable[..., str]) -> Callable[..., str]:
    """`words` as a filter, in the language of the page that is being rendered."""

    @wraps(words)
    def filter(value: Any, *more: Any) -> str:
        return words(current_localizer(), value, *more)

    return filter


FILTERS = {
    "highlight": highlighted_as,
    "in_words": texts_in_words,
    "lang": lambda code: lang(code),
    "verdict_words": _in_language(words.verdict_words),
    "outcome_words": _in_language(words.outcome_words),
    "state_words": _in_language(words.state_words),
    "waiting_words": _in_language(words.waiting_words),
    "kind_word": _in_language(words.kind_word),
    "minutes": _in_language(words.minutes),
    "difficulty": _in_language(words.difficulty),
    "order_words": _in_language(words.order_words),
    "progress_words": _in_language(words.progress_words),
    "day": _in_language(words.day),
    "moment": _in_language(words.moment),
    "stamp_words": _in_language(words.stamp_words),
}


def icon_of(section: Section) -> Markup:
    """The section's icon, to stand in the page itself, where it takes the color of the text; nothing where it has none.

    A plugin's file, trusted as its templates are.
    """
    if not section.icon:
        return Markup()
    return Markup('<span class="section-icon" aria-hidden="true">{}</span>').format(_icon(section.path / section.icon))


@lru_cache(maxsize=256)
def _icon(path: Path) -> Markup:
    text = path.read_text(encoding="utf-8")
    # What may stand before the element is for files, not for pages.
    return Markup(text[max(0, text.find("<svg")) :].strip())  # noqa: S704


def lang_of(item: Any, *, page: str) -> Markup:
    """The attribute that says in which language `item` of the catalogue is written, where the page is in another."""
    code = getattr(item, "language", DEFAULT)
    return Markup() if code == page else Markup(' lang="{}"').format(code)


def lang(code: str) -> Markup:
    """As a filter for macros, which don't know the page: the attribute for what is written in the language `code`."""
    return Markup() if code == current_localizer().locale_name else Markup(' lang="{}"').format(code)


def links_to(items: Iterable[Any], *, page: str) -> Markup:
    """Links to pages of the catalogue, one after the other."""
    link = Markup('<a href="{}"{}>{}</a>')
    return Markup(", ").join(link.format(item.url, lang_of(item, page=page), item.title) for item in items)


def includeme(config: Configurator) -> None:
    # A setting, since plugins' templates are compiled while they are let in: the filters must be there by then.
    config.add_settings(
        {
            "jinja2.filters": {**FILTERS, **_filters_of(config)},
            "jinja2.i18n.gettext": TemplateTexts,
            "jinja2.newstyle": True,
        }
    )
    config.include("pyramid_jinja2")
    config.add_subscriber(add_globals, BeforeRender)


def _filters_of(config: Configurator) -> dict[str, Any]:
    filters = config.registry.settings.get("jinja2.filters")
    return filters if isinstance(filters, dict) else {}


def add_globals(event: BeforeRender) -> None:
    request = event.get("request")
    if request is None:
        return
    registry = request.registry
    event["asset"] = registry.assets.url
    event["worker"] = WORKER if registry.roadmap.offline else ""
    event["icon_of"] = icon_of
    event["lang_of"] = partial(lang_of, page=request.language.code)
    event["links_to"] = partial(links_to, page=request.language.code)
    event["script_words"] = script_words(request.language.code)
    event["page_metadata"] = metadata = metadata_of(request)
    event["site_url"] = registry.roadmap.public_url
    event["alternates"] = alternates_of(request, public=metadata is not None)
    event["catalogue"] = request.catalogue
    event["labs_of"] = partial(labs_of, request=request)
    event.setdefault("section", _section_of_route(request))


def _section_of_route(request: Any) -> Section | None:
    """A plugin's routes are named `<section>.<page>`."""
    route = getattr(request, "matched_route", None)
    found: Section | None = request.catalogue.section(route.name.partition(".")[0]) if route else None
    return found
