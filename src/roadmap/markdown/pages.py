"""The texts of the catalogue as HTML that templates can use as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.presets import commonmark
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from roadmap.catalogue import Exercise, Lesson, Section
from roadmap.catalogue.prose import Heading, anchored, headings, parse, parse_inline
from roadmap.markdown.printing import PrintedPlace, PrintRenderer, deeper
from roadmap.markdown.renderer import PageRenderer, Place
from roadmap.markdown.voice import ENGLISH, Voice

# The plugins' own render rules stay with the parser: this renderer has one for each token that they make.
_RENDERER = PageRenderer()
_PRINT_RENDERER = PrintRenderer()
_OPTIONS = OptionsDict({**commonmark.make()["options"], "xhtmlOut": False})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's HTML and the headings in it, for a table of contents."""

    html: Markup
    headings: tuple[Heading, ...]


def render_lesson(section: Section, lesson: Lesson, voice: Voice = ENGLISH) -> Rendered:
    """The lesson's text; its title, sources and neighbors are the template's."""
    samples = {sample.path.name: sample for sample in lesson.samples}
    place = Place(section.id, samples=samples, excerpts=lesson.excerpts, package=section.path, voice=voice)
    return _render(lesson.text, place, lesson.anchors)


def render_printed(section: Section, lesson: Lesson, voice: Voice = ENGLISH) -> Rendered:
    """The lesson's text as a part of the page with all lessons of its section, below a heading of level 2."""
    samples = {sample.path.name: sample for sample in lesson.samples}
    place = PrintedPlace(
        section.id,
        samples=samples,
        excerpts=lesson.excerpts,
        package=section.path,
        lesson=lesson.id,
        url=lesson.url,
        voice=voice,
    )
    tokens = parse(lesson.text)
    place.headings = anchored(headings(tokens), lesson.anchors)
    return Rendered(_html(tokens, place, _PRINT_RENDERER), deeper(place.headings, place))


def render_task(exercise: Exercise, voice: Voice = ENGLISH) -> Rendered:
    return _render(exercise.task, Place(exercise.section, voice=voice))


def render_front(section: Section, voice: Voice = ENGLISH) -> Rendered:
    return _render(section.front, Place(section.id, package=section.path, voice=voice), section.anchors)


def render_inline(text: str, section: str = "", voice: Voice = ENGLISH) -> Markup:
    """One line of Markdown (a hint, a choice); `section` is what its short links refer to."""
    return _html(parse_inline(text), Place(section, voice=voice))


def _render(text: str, place: Place, anchors: Sequence[str] = ()) -> Rendered:
    tokens = parse(text)
    place.headings = anchored(headings(tokens), anchors)
    return Rendered(_html(tokens, place), tuple(place.headings))


def _html(tokens: Sequence[Token], place: Place, renderer: PageRenderer = _RENDERER) -> Markup:
    html = renderer.render(tokens, _OPTIONS, {"place": place})
    return Markup(html)  # noqa: S704 - the renderer escapes all text
