"""What a visitor sees: pages, templates, static files, and the rules that every response keeps."""

from __future__ import annotations

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.include(".headers")
    config.include(".requests")
    config.include(".catalogues")
    config.include(".everyone")
    config.include(".assets")
    config.include(".rendering")
    config.include(".offline")
    config.include(".routes")
    config.include(".routing")
    config.include(".styleguide")
    config.scan(".views")
