"""What a page brings for its scripts: their texts in its language, from the catalogue `roadmap_scripts`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel.messages.mofile import read_mo

from roadmap.languages.known import DEFAULT
from roadmap.languages.web import FOLDER

Words = Mapping[str, str | list[str]]


@cache
def script_words(language: str) -> Words:
    """By text in English, which stands in the scripts themselves; for a text with a plural, both forms."""
    path = FOLDER / language / "LC_MESSAGES" / "roadmap_scripts.mo"
    if language == DEFAULT or not path.is_file():
        return {}
    with path.open("rb") as file:
        catalog = read_mo(file)
    words: dict[str, str | list[str]] = {}
    for message in catalog:
        if isinstance(message.id, str) and message.id:
            words[message.id] = str(message.string)
        elif message.id:
            words[message.id[0]] = [str(form) for form in message.string or ()]
    return words
