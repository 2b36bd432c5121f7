"""The rules by which parsed Markdown becomes this site's HTML. Whatever the text, the result is inert."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from roadmap.catalogue.lessons import is_own_image
from roadmap.catalogue.links import is_external, resolve
from roadmap.catalogue.model import Sample
from roadmap.catalogue.prose import CALLOUTS, Callout, Fence, Heading, is_taken, parse_inline
from roadmap.catalogue.samples import excerpt
from roadmap.languages import _
from roadmap.markdown.figures import code_figure, output_figure, sample_figure
from roadmap.markdown.pictures import size
from roadmap.markdown.voice import ENGLISH, Voice

# How a callout is headed; the words are those of `CALLOUTS`.
WORDS = {"note": _("Note"), "tip": _("Tip"), "warning": _("Warning"), "today": _("True today")}
_ALIGN = re.compile(r"text-align:(left|center|right)")


@dataclass(slots=True)
class Place:
    """Where a text stands: what its links, samples and excerpts mean. Also the state of one rendering."""

    section: str
    samples: Mapping[str, Sample] = field(default_factory=dict)
    excerpts: Mapping[str, str] = field(default_factory=dict)
    headings: Sequence[Heading] = ()
    heading: int = -1
    package: Path | None = None
    voice: Voice = ENGLISH
    tables: int = 0
    anchors: set[str] = field(default_factory=set)

    def claim(self, anchor: str) -> bool:
        """Whether a callout or a sample can have `anchor`: an id stands once on a page."""
        free = anchor not in self.anchors and not is_taken(anchor, self.headings)
        self.anchors.add(anchor)
        return free


class PageRenderer(RendererHTML):
    """markdown-it calls the method with a token's type; `env["place"]` is the `Place`."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        place: Place = env["place"]
        place.heading += 1
        return Markup('<{} id="{}">').format(tokens[idx].tag, place.headings[place.heading].id)

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        heading = env["place"].headings[env["place"].heading]
        label = env["place"].voice.text(_("Link to this section: ${heading}", mapping={"heading": heading.text}))
        return Markup(' <a class="permalink" href="#{}" aria-label="{}">#</a></{}>\n').format(
            heading.id, label, tokens[idx].tag
        )

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token, place = tokens[idx], env["place"]
        fence = Fence.of(token.info) or Fence("text")
        name = fence.attributes.get("name", "")
        sample = _sample(fence, place)
        if sample:
            anchor = sample.anchor if place.claim(sample.anchor) else ""
            return sample_figure(sample, fence.language, anchor, place.voice)
        before = Fence.of(tokens[idx - 1].info) if idx and tokens[idx - 1].type == "fence" else None
        sample = _sample(before, place) if before else None
        if sample and fence.language == "output":
            return output_figure(token.content, sample.id, varying="varying" in fence.flags, voice=place.voice)
        file = fence.attributes.get("excerpt", "")
        if file in place.excerpts:
            code = excerpt(place.excerpts[file], fence.attributes.get("lines")) or ""
            return code_figure(code, fence.language, name=name or file)
        return code_figure(
            token.content, fence.language, name=name, mark=fence.attributes.get("mark", ""), voice=place.voice
        )

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return code_figure(tokens[idx].content, "text")

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        place: Place = env["place"]
        href = resolve(str(token.attrs.get("href", "")), place.section)
        if href is None:
            return "<a>"
        if href.startswith("/"):
            href = place.voice.base + href
        title = Markup(' title="{}"').format(token.attrs["title"]) if token.attrs.get("title") else ""
        outside = Markup(' class="external" rel="noopener"') if is_external(href) else ""
        return Markup('<a href="{}"{}{}>').format(href, title, outside)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env)
        source = str(token.attrs.get("src", ""))
        # The site's content policy loads no pictures from elsewhere.
        if not is_own_image(source):
            return escape(alt)
        place: Place = env["place"]
        pixels = size(place.package / source) if place.package else None
        room = Markup(' width="{}" height="{}"').format(*pixels) if pixels else ""
        picture = Markup('<img src="/learn/{}/{}" alt="{}"{} loading="lazy">')
        return picture.format(place.section, source, alt, room)

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        place: Place = env["place"]
        place.tables += 1
        label = _("Table ${number}", mapping={"number": place.tables})
        if place.heading >= 0:
            about = {"number": place.tables, "heading": place.headings[place.heading].text}
            label = _("Table ${number}: ${heading}", mapping=about)
        return Markup('<div class="table-scroll" tabindex="0" role="region" aria-label="{}">\n<table>\n').format(
            place.voice.text(label)
        )

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<th scope="col"{_alignment(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<td{_alignment(tokens[idx])}>"

    def container_callout_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        callout, place = Callout.of(tokens[idx].info), env["place"]
        kind = callout.kind if callout.kind in CALLOUTS else "note"
        word, title = place.voice.text(WORDS[kind]), callout.title
        children = parse_inline(title)
        plain = self.renderInlineAsText(children[0].children, options, env) if title else ""
        shown = Markup(self.render(children, options, env))  # noqa: S704 - our own rendering
        return Markup(
            '<aside class="callout callout-{}"{} role="note" aria-label="{}">\n'
            '<p class="callout-title"><span class="callout-kind">{}</span>{}</p>\n'
        ).format(
            kind,
            Markup(' id="{}"').format(callout.id) if callout.id and place.claim(callout.id) else "",
            f"{word}: {plain}" if plain else word,
            word,
            Markup(" ") + shown if title else "",
        )

    def container_callout_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</aside>\n"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        number, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        label = env["place"].voice.text(_("Footnote ${number}", mapping={"number": number}))
        link = Markup('<sup class="footnote-ref"><a href="#fn{}" id="fnref{}" aria-label="{}">{}</a></sup>')
        return link.format(number, f"{number}:{again}" if again > 0 else number, label, number)

    def footnote_block_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        label = env["place"].voice.text(_("Footnotes"))
        return Markup('<section class="footnotes" aria-label="{}">\n<ol>\n').format(label)

    def footnote_block_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f'<li id="fn{tokens[idx].meta["id"] + 1}">'

    def footnote_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        number, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        back = f"{number}:{again}" if again > 0 else f"{number}"
        label = env["place"].voice.text(_("Back to the text"))
        link = Markup(' <a href="#fnref{}" class="footnote-back" aria-label="{}">\u21a9\ufe0e</a>')
        return link.format(back, label)


def _sample(fence: Fence, place: Place) -> Sample | None:
    return place.samples.get(fence.attributes.get("sample", ""))


def _alignment(token: Token) -> str:
    match = _ALIGN.search(str(token.attrs.get("style", "")))
    return f' class="align-{match[1]}"' if match else ""
