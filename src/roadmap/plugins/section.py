"""The directive `add_section`: a plugin's lessons, quizzes and exercises, loaded and put in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyramid.config import PHASE1_CONFIG, Configurator

from roadmap.catalogue import Section, load_section
from roadmap.catalogue.fields import ID
from roadmap.plugins.guards import included_plugin, own_path
from roadmap.plugins.program import usable_programs
from roadmap.plugins.refusal import Refused


def add_section(
    config: Configurator,
    id: str = "",
    *,
    title: str,
    summary: str,
    hue: int,
    content: str = "content/",
    exercises: str = "",
    samples: str = "samples/",
    after: Sequence[str] = (),
    icon: str = "",
    recommended: Sequence[str] = (),
    places: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Add the section of the plugin that is being included; its id is the name of the plugin's entry point.

    :param hue: of the section's color, 0 to 359.
    :param content: folder of lessons and quiz; this, `exercises` and `samples` are relative to the plugin's package.
    :param after: ids of sections that should be read first; they need not be installed.
    :param icon: an SVG file, relative to the plugin's package.
    :param recommended: ids of sections that help, but that one can do without; they need not be installed, either.
    :param places: where the section stands in the site's own order, `main`, as far as `after` leaves that open, and in
        others, such as `article`; whole numbers with gaps, so that others fit in between. Without one it comes last.
    """
    plugin = included_plugin(config, "add_section")
    if id and id != plugin.id:
        raise Refused(
            f"it claims the section {id!r}, and its entry point is called {plugin.id!r}",
            "leave the id out of add_section: a plugin's section has the name of its entry point",
        )
    for name, sections in (("after", after), ("recommended", recommended)):
        if isinstance(sections, str):
            raise Refused(f"{name} is not a list of sections: {sections!r}", f'write {name}=["{sections}"]')
    _check_places(places)
    if not isinstance(hue, int) or not 0 <= hue < 360:
        raise Refused(f"the hue {hue!r} can't be used", "choose a whole number from 0 to 359")
    folders = {
        "content": own_path(config, content, "content"),
        "samples": own_path(config, samples, "samples"),
        "exercises": own_path(config, exercises, "exercises") if exercises else None,
    }
    for name, folder in folders.items():
        if folder and not folder.is_dir() and name != "samples":
            raise Refused(f"its folder {folder} is missing", f"add it, or name the right one in add_section({name}=…)")
    if icon and not own_path(config, icon, "icon").is_file():
        raise Refused(f"its icon {own_path(config, icon, 'icon')} is missing", "add it, or leave icon out")
    arguments: dict[str, Any] = {
        "id": plugin.id,
        "title": title,
        "summary": summary,
        "hue": hue,
        "after": tuple(after),
        "recommended": tuple(recommended),
        "places": tuple(places.items()),
        **folders,
        "runtimes": _runtimes(config),
        "programs": usable_programs(config),
        "distribution": plugin.distribution,
        "version": plugin.version,
        "icon": icon,
        "path": own_path(config, "", "package"),
    }
    section = _load_once(config.registry.loaded_sections, arguments)
    _register(config, section, tuple(folder for folder in folders.values() if folder))


def _check_places(places: Mapping[str, int]) -> None:
    if not isinstance(places, Mapping):
        raise Refused(f"places is no mapping: {places!r}", 'write places={"main": 40}')
    for order, place in places.items():
        if not isinstance(order, str) or not ID.fullmatch(order):
            raise Refused(f"{order!r} is no name of an order", "small letters, digits and single hyphens")
        if type(place) is not int:
            raise Refused(f"its place in the order {order!r} is {place!r}", "give a whole number, such as 40")


def _runtimes(config: Configurator) -> tuple[str, ...]:
    """Names of the runtimes that the plugin has declared so far: what its samples and exercises can run on."""
    plugin = included_plugin(config, "add_section")
    pending = (entry for action in config.action_state.actions for entry in action["introspectables"])
    return tuple(
        entry["runtime"].name
        for entry in pending
        if entry.category_name == "roadmap runtimes" and entry["plugin"] == plugin.id
    )


def _load_once(loaded: dict[Any, Section], arguments: dict[str, Any]) -> Section:
    """A plugin is included several times during one start-up; reading and checking all its files once is enough."""
    key = tuple(arguments.items())
    if key not in loaded:
        loaded[key] = load_section(**{**arguments, "places": dict(arguments["places"])})
    return loaded[key]


def _register(config: Configurator, section: Section, folders: tuple[Path, ...]) -> None:
    def register() -> None:
        config.registry.catalogue.add(section)

    entry = config.introspectable("roadmap sections", section.id, section.title, "section")
    entry.update(plugin=section.id, section=section, folders=folders)
    parts = [entry]
    for category, kind, items in (
        ("roadmap lessons", "lesson", section.lessons),
        ("roadmap exercises", "exercise", section.exercises),
    ):
        for item in items:
            part = config.introspectable(category, f"{section.id}/{item.id}", item.title, kind)
            part.update({"plugin": section.id, kind: item})
            part.relate("roadmap sections", section.id)
            parts.append(part)
    config.action(("roadmap section", section.id), register, order=PHASE1_CONFIG, introspectables=parts)
    for sample in {sample.id for sample in section.samples}:
        # The runner's job is named by it alone, so it must be unique in the whole platform.
        config.action(("roadmap sample", sample), order=PHASE1_CONFIG)
