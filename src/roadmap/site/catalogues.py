"""`request.catalogue`: what there is to learn, in the language of the request. Made when it is first asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from threading import Lock

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request

from roadmap.catalogue import Catalogue, Exercise, Lesson, Quiz, Section
from roadmap.catalogue.translations import in_language
from roadmap.languages import DEFAULT, Language
from roadmap.languages.messages import in_words
from roadmap.languages.web import localizer_in
from roadmap.markdown import Voice
from roadmap.plugins.lab import Lab
from roadmap.search import LazyIndex


class Catalogues:
    """By language. Safe to use from several threads."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, Catalogue] = {}
        self._indexes: dict[str, LazyIndex] = {}
        self._lock = Lock()

    def of(self, language: Language) -> Catalogue:
        original: Catalogue = self._registry.catalogue
        if language.code == DEFAULT:
            return original
        # By then all plugins are in, and nothing is added to the original any more.
        if language.code not in self._made:
            with self._lock:
                if language.code not in self._made:
                    self._made[language.code] = in_language(original, language.code, language.prefix)
        return self._made[language.code]

    def search_of(self, language: Language) -> LazyIndex:
        """What is found in a language: its translations, and the originals of what is not translated."""
        if language.code == DEFAULT:
            index: LazyIndex = self._registry.search
            return index
        with self._lock:
            return self._indexes.setdefault(language.code, LazyIndex(partial(self.of, language)))


def includeme(config: Configurator) -> None:
    config.registry.catalogues = Catalogues(config.registry)
    config.add_request_method(_catalogue, "catalogue", reify=True)
    config.add_request_method(_search, "search", reify=True)


def voice_of(request: Request, item: Section | Lesson | Exercise | Quiz) -> Voice:
    """How a page says what is not in the text of `item`: fitting to the text, and controls fitting to the page."""
    text, page = item.language, request.language
    return Voice(
        text=partial(in_words, localizer=localizer_in(request.registry, text)),
        controls=partial(in_words, localizer=request.localizer),
        language=page.code if page.code != text else "",
        base=page.prefix,
    )


def labs_of(section: Section, request: Request) -> tuple[Lab, ...]:
    """The section's labs, in the language of `request`. Their titles are texts of the plugin's own templates."""
    return tuple(_in_language(lab, request) for lab in request.registry.labs.get(section.id, ()))


def _catalogue(request: Request) -> Catalogue:
    catalogue: Catalogue = request.registry.catalogues.of(request.language)
    return catalogue


def _search(request: Request) -> LazyIndex:
    index: LazyIndex = request.registry.catalogues.search_of(request.language)
    return index


def _in_language(lab: Lab, request: Request) -> Lab:
    language: Language = request.language
    if language.code == DEFAULT:
        return lab
    translate = partial(request.localizer.translate, domain=lab.domain)
    title, summary = (translate(lab.title), translate(lab.summary)) if lab.domain else (lab.title, lab.summary)
    return replace(
        lab,
        title=title,
        summary=summary,
        url=language.prefix + lab.url,
        base=language.prefix,
        language=language.code if summary != lab.summary else lab.language,
        original=lab,
    )
