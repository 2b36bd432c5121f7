"""The languages of the interface. Another one is an entry here and a catalogue below `locale/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is that of BCP 47, `name` and `offer` are in the language itself: who reads them speaks it."""

    code: str
    name: str
    offer: str

    @property
    def prefix(self) -> str:
        """What the addresses of its pages begin with: nothing for the language of the originals."""
        return "" if self.code == DEFAULT else f"/{self.code}"


DEFAULT = "en"
_ALL = (
    Language("en", "English", "This page is also available in English."),
    Language("de", "Deutsch", "Diese Seite gibt es auch auf Deutsch."),
    Language("es", "Español", "Esta página también está en español."),
)
LANGUAGES: Mapping[str, Language] = MappingProxyType({language.code: language for language in _ALL})
