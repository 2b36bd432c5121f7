"""`request.catalogue`: what there is to learn, in the language of the request. Made when it is first asked for."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request

from roadmap.catalogue import Catalogue, Section
from roadmap.catalogue.translations import in_language
from roadmap.languages import DEFAULT, Language
from roadmap.plugins.lab import Lab


class Catalogues:
    """By language. Safe to use from several threads."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made: dict[str, Catalogue] = {}
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


def includeme(config: Configurator) -> None:
    config.registry.catalogues = Catalogues(config.registry)
    config.add_request_method(_catalogue, "catalogue", reify=True)


def labs_of(section: Section, request: Request) -> tuple[Lab, ...]:
    """The section's labs, in the language of `request`. Their titles are texts of the plugin's own templates."""
    return tuple(_in_language(lab, request) for lab in request.registry.labs.get(section.id, ()))


def _catalogue(request: Request) -> Catalogue:
    catalogue: Catalogue = request.registry.catalogues.of(request.language)
    return catalogue


def _in_language(lab: Lab, request: Request) -> Lab:
    if request.language.code == DEFAULT:
        return lab
    title, summary = (
        request.localizer.translate(text, domain=lab.domain) if lab.domain else text
        for text in (lab.title, lab.summary)
    )
    language = request.language.code if summary != lab.summary else lab.language
    return replace(lab, title=title, summary=summary, url=request.language.prefix + lab.url, language=language)
