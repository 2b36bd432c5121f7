"""What requests get of it: `request.language`, and Pyramid's `request.localizer` for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from roadmap.languages.addresses import language_of
from roadmap.languages.known import LANGUAGES, Language

FOLDER = Path(__file__).parent.parent / "locale"


def includeme(config: Configurator | Any) -> None:
    config.set_locale_negotiator(language_of)
    config.add_request_method(_language, "language", property=True)
    config.add_translation_dirs(str(FOLDER))
    config.add_tween(
        "roadmap.languages.addresses.language_tween",
        under="roadmap.site.headers.headers_tween",
        over="roadmap.site.requests.refusing_tween",
    )


def _language(request: Request) -> Language:
    return LANGUAGES[language_of(request)]
