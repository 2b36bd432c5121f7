"""What a page's head tells others about it: its one address, a description, a preview, and structured data.

Only public pages have it. Somebody's own pages, answers to forms and errors have none, and `headers` keeps them out of
indexes.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pyramid.request import Request

from roadmap.catalogue import Catalogue, Exercise, Lesson, Quiz, Section
from roadmap.languages import DOMAIN, _
from roadmap.plugins.lab import Lab
from roadmap.site.catalogues import labs_of
from roadmap.site.structured import Data, course, resource

HOME = _("Learn Python backend development")
PROMISE = _(
    "Read a lesson, run its code, and solve exercises that are checked against the real frameworks, "
    "here in your browser."
)

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
            return Metadata(f"{site}{request.language.prefix}/", translate(HOME), translate(PROMISE), "website")
        case ("search", _) if not request.query_string:
            address = f"{site}{request.language.prefix}/search"
            return Metadata(address, translate(_("Search")), translate(SEARCHING), "website")
        case ("section", Section()):
            after = [found for name in context.after if (found := catalogue.section(name))]
            data = course(context, after, labs_of(context, request), site)
            return Metadata(data["url"], context.title, context.summary, "website", data)
        case ("lesson", Lesson() as item) | ("exercise", Exercise() as item):
            return _of_part(catalogue.as_mapping()[item.section], item, item.summary, site)
        case ("quiz", Quiz() as quiz):
            section = catalogue.as_mapping()[quiz.section]
            about = request.localizer.pluralize(
                "${number} question about ${section}. Every choice explains itself.",
                "${number} questions about ${section}. Every choice explains itself.",
                len(quiz.questions),
                domain=DOMAIN,
                mapping={"number": len(quiz.questions), "section": section.title},
            )
            return _of_part(section, quiz, about, site)
    plugin = catalogue.section(route.name.partition(".")[0])
    lab = next((lab for lab in labs_of(plugin, request) if lab.route == route.name), None) if plugin else None
    return _of_part(plugin, lab, lab.summary, site) if plugin and lab else None


def _of_part(section: Section, item: Lesson | Exercise | Quiz | Lab, description: str, site: str) -> Metadata:
    title = f"{section.title}: {item.title}" if isinstance(item, Lab | Lesson | Exercise) else item.title
    return Metadata(site + quote(item.url), title, description, data=resource(section, item, description, site))
