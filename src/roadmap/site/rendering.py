"""What every template may use: addresses (`asset`, `site_url`, `worker`), `labs_of`, `page_metadata`, `section`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pygments.lexers import find_lexer_class_for_filename
from pyramid.config import Configurator
from pyramid.events import BeforeRender

from roadmap.catalogue import Section
from roadmap.markdown.highlight import highlighted
from roadmap.site.metadata import metadata_of
from roadmap.site.offline import WORKER
from roadmap.site.words import difficulty, kind_word, minutes, verdict_words, waiting_words


def highlighted_as(text: str, language: str = "") -> Markup:
    """`text` as HTML with Pygments' short classes; `language` is a name, or a file's name."""
    if "." in language:
        lexer = find_lexer_class_for_filename(language)
        language = lexer.aliases[0] if lexer and lexer.aliases else "text"
    return highlighted(text, language)


FILTERS = {
    "highlight": highlighted_as,
    "verdict_words": verdict_words,
    "waiting_words": waiting_words,
    "kind_word": kind_word,
    "minutes": minutes,
    "difficulty": difficulty,
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


def includeme(config: Configurator) -> None:
    # A setting, since plugins' templates are compiled while they are let in: the filters must be there by then.
    config.add_settings({"jinja2.filters": {**FILTERS, **_filters_of(config)}})
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
    event["site_url"] = registry.roadmap.public_url
    event["worker"] = WORKER if registry.roadmap.offline else ""
    event["icon_of"] = icon_of
    event["catalogue"] = registry.catalogue
    event["labs_of"] = lambda section: registry.labs.get(section.id, ())
    event["page_metadata"] = metadata_of(request)
    event.setdefault("section", _section_of_route(request))


def _section_of_route(request: Any) -> Section | None:
    """A plugin's routes are named `<section>.<page>`."""
    route = getattr(request, "matched_route", None)
    found: Section | None = request.registry.catalogue.section(route.name.partition(".")[0]) if route else None
    return found
