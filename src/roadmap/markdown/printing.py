"""A lesson's text as one part of a page with other lessons: deeper headings, anchors of its own, and no controls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup

from roadmap.catalogue.prose import Fence, Heading
from roadmap.markdown.figures import code_figure
from roadmap.markdown.renderer import PageRenderer, Place

_LINK = re.compile(r'href="#([^"]*)"')


@dataclass(slots=True)
class PrintedPlace(Place):
    """`lesson` is where the text has its own page, at `url`."""

    lesson: str = ""
    url: str = ""

    def claim(self, anchor: str) -> bool:
        """Anchors other than those of headings and footnotes are on the lesson's own page only."""
        return False

    def anchor(self, id: str) -> str:
        """No id of a lesson has a dot in it, so no two lessons share an anchor."""
        return f"{self.lesson}.{id}"


class PrintRenderer(PageRenderer):
    """`env["place"]` is a `PrintedPlace`."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        place: PrintedPlace = env["place"]
        place.heading += 1
        heading = place.headings[place.heading]
        return Markup('<h{} id="{}">').format(min(heading.level + 1, 6), place.anchor(heading.id))

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        place: PrintedPlace = env["place"]
        return f"</h{min(place.headings[place.heading].level + 1, 6)}>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        fence = Fence.of(tokens[idx].info) or Fence("text")
        sample = env["place"].samples.get(fence.attributes.get("sample", ""))
        if sample:
            return code_figure(sample.code, fence.language, name=sample.name)
        return super().fence(tokens, idx, options, env)

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        place: PrintedPlace = env["place"]
        here = {heading.id for heading in place.headings}

        def target(match: re.Match[str]) -> str:
            there = f"#{place.anchor(match[1])}" if match[1] in here else f"{place.url}#{match[1]}"
            return f'href="{there}"'

        return _LINK.sub(target, super().link_open(tokens, idx, options, env))

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # A picture that is below the window is printed too.
        return super().image(tokens, idx, options, env).replace(' loading="lazy"', "")

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._footnote(super().footnote_ref(tokens, idx, options, env), env)

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._footnote(super().footnote_open(tokens, idx, options, env), env)

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # On paper there is no way back.
        return ""

    def _footnote(self, html: str, env: Any) -> str:
        place: PrintedPlace = env["place"]
        # Not as Markup, which would escape the quotes.
        return str(html).replace('href="#', f'href="#{place.anchor("")}').replace('id="', f'id="{place.anchor("")}')


def deeper(headings: Sequence[Heading], place: PrintedPlace) -> tuple[Heading, ...]:
    """The headings as they are on the page of all lessons."""
    return tuple(Heading(min(each.level + 1, 6), place.anchor(each.id), each.text, each.line) for each in headings)
