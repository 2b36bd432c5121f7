"""The directive `add_lab`: a page of a plugin's own that its section lists, such as a console to play with."""

from __future__ import annotations

from dataclasses import dataclass

from pyramid.config import Configurator

from roadmap.plugins.guards import WHEN_ALL_IS_DECLARED, included_plugin
from roadmap.plugins.refusal import Refused


@dataclass(frozen=True, slots=True)
class Lab:
    """A page that the plugin's own views serve; `url` is its path."""

    route: str
    title: str
    summary: str
    url: str
    domain: str = ""
    """The gettext domain in which title and summary are translated: the plugin's package."""
    language: str = "en"


def add_lab(config: Configurator, route: str, *, title: str, summary: str) -> None:
    """List the page of `route`, one of the plugin's own, on the section's front page."""
    plugin = included_plugin(config, "add_lab")
    domain = config.package_name
    if not title or not summary:
        raise Refused(f"the lab {route!r} has no title or no summary", "say in a line what one does there")

    def register() -> None:
        found = config.introspector.get("routes", route)
        if found is None or not route.startswith(f"{plugin.id}."):
            raise Refused(f"the lab {route!r} has no route", f'add it: config.add_route("{plugin.id}.…", "/…")')
        url = "/" + found["pattern"].strip("/")
        if "{" in url or "*" in url:
            raise Refused(f"the lab {route!r} can't be linked: its path is {url}", "name a route without placeholders")
        section = config.registry.catalogue.section(plugin.id)
        if section and any(lesson.url == url for lesson in section.lessons):
            raise Refused(f"the lab {route!r} has the address of a lesson, {url}", "give its route another path")
        config.registry.labs[plugin.id] = (
            *config.registry.labs.get(plugin.id, ()),
            Lab(route, title, summary, url, domain),
        )

    entry = config.introspectable("roadmap labs", route, title, "lab")
    entry.update(plugin=plugin.id, title=title, summary=summary)
    # Last, since it asks for the route and the section, which may be declared after the lab.
    config.action(("roadmap lab", route), register, order=WHEN_ALL_IS_DECLARED, introspectables=(entry,))
