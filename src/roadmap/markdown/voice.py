"""In whose words a page says what is not in its text: the labels of tables and callouts, and what buttons do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup
from pyramid.i18n import TranslationString

Say = Callable[[str], str]


def in_english(text: str) -> str:
    return str(text.interpolate()) if isinstance(text, TranslationString) else text


@dataclass(frozen=True, slots=True)
class Voice:
    """`text` is for what belongs to the text, in its language; `controls` for what one presses, in the page's.

    `language` is that of the controls where the text has another one. `base` is what the addresses of the page's
    language begin with.
    """

    text: Say = in_english
    controls: Say = in_english
    language: str = ""
    base: str = ""

    @property
    def lang(self) -> Markup:
        """The attribute for controls."""
        return Markup(' lang="{}"').format(self.language) if self.language else Markup()


ENGLISH = Voice()
