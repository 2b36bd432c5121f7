"""What a page's head tells others about it: its one address, a description, a preview, and structured data.

Only public pages have it. Somebody's own pages, answers to forms and errors have none, and `headers` keeps them out of
indexes.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyramid.request import Request

from roadmap.catalogue import Catalogue, Exercise, Lesson, Quiz, Section
from roadmap.languages import DEFAULT, DOMAIN, LANGUAGES, _
from roadmap.plugins.lab import Lab
from roadmap.site.alternates import Alternate, address_in, languages_of
from roadmap.site.catalogues import labs_of
from roadmap.site.structured import Data, course, resource
from roadmap.site.words import order_words

HOME = _("Learn Python backend development")
PROMISE = _(
    "Read a lesson, run its code, and solve exercises that are checked against the real frameworks, "
    "here in your browser."
)
MAP = _("Map of all sections")
ABOUT_MAP = _("What to read before what: every section and lesson, what it needs, and what to read next.")

SEARCHING = _("Find lessons, headings, exercises, quizzes and samples, by words, by names in code, or by a phrase.")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`canonical` is the page's absolute address; `data` is JSON-LD, or None where schema.org has no word for it."""

    canonical: str
    title: str
    description: str
    kind: str = "article"
    """Open Graph's word for it: `article` or `website`."""
    data: Data | None = None
    language: str = DEFAULT
    """That of the text; on a page in another language, the canonical address is that of the original."""
    alternates: tuple[Alternate, ...] = ()
    """The languages in which there is a text of its own, if there are several; paths are quoted."""


def metadata_of(request: Request) -> Metadata | None:
    """None where the page that `request` asks for is not public."""
    route = request.matched_route
    if route is None or request.method not in ("GET", "HEAD") or request.exception is not None:
        return None
    site: str = request.registry.roadmap.public_url
    context = getattr(request, "context", None)
    catalogue: Catalogue = request.catalogue
    translate = request.localizer.translate
    match (route.name, context):
        case ("home", _):
            return _of_interface(request, "/", translate(HOME), translate(PROMISE))
        case ("map", _):
            return _of_interface(request, "/map", translate(MAP), translate(ABOUT_MAP))
        case ("map.order", str() as order):
            title = f"{translate(MAP)}: {order_words(request.localizer, order)}"
            return _of_interface(request, f"/map/{order}", title, translate(ABOUT_MAP))
        case ("search", _) if not request.query_string:
            return _of_interface(request, "/search", translate(_("Search")), translate(SEARCHING))
        case ("section", Section()):
            after = [found for name in context.after if (found := catalogue.section(name))]
            data = course(context, after, labs_of(context, request), site)
            return Metadata(
                data["url"],
                context.title,
                context.summary,
                "website",
                data,
                context.language,
                _others(context, request),
            )
        case ("lesson", Lesson() as item) | ("exercise", Exercise() as item):
            return _of_part(catalogue.as_mapping()[item.section], item, item.summary, request)
        case ("quiz", Quiz() as quiz):
            section = catalogue.as_mapping()[quiz.section]
            about = request.localizer.pluralize(
                "${number} question about ${section}. Every choice explains itself.",
                "${number} questions about ${section}. Every choice explains itself.",
                len(quiz.questions),
                domain=DOMAIN,
                mapping={"number": len(quiz.questions), "section": section.title},
            )
            return _of_part(section, quiz, about, request)
    plugin = catalogue.section(route.name.partition(".")[0])
    lab = next((lab for lab in labs_of(plugin, request) if lab.route == route.name), None) if plugin else None
    return _of_part(plugin, lab, lab.summary, request) if plugin and lab else None


def _of_interface(request: Request, path: str, title: str, about: str) -> Metadata:
    """A page whose own texts are there in every language; `path` is the one in the originals'."""
    everywhere = tuple(Alternate(language, f"{language.prefix}{path}") for language in LANGUAGES.values())
    address = f"{request.registry.roadmap.public_url}{request.language.prefix}{path}"
    return Metadata(address, title, about, "website", language=request.language.code, alternates=everywhere)


def _of_part(section: Section, item: Lesson | Exercise | Quiz | Lab, description: str, request: Request) -> Metadata:
    site: str = request.registry.roadmap.public_url
    title = f"{section.title}: {item.title}" if isinstance(item, Lab | Lesson | Exercise) else item.title
    data = resource(section, item, description, site)
    address = site + address_in(item, item.language)
    return Metadata(address, title, description, "article", data, item.language, _others(item, request))


def _others(item: Section | Lesson | Exercise | Quiz | Lab, request: Request) -> tuple[Alternate, ...]:
    codes = languages_of(item, request.registry)
    return tuple(Alternate(LANGUAGES[code], address_in(item, code)) for code in codes if len(codes) > 1)
