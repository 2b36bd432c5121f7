"""Whether a plugin was made for this version of Roadmap, by what its distribution requires; nothing is imported."""

from __future__ import annotations

from importlib.metadata import version

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from roadmap.plugins.discovery import Plugin
from roadmap.plugins.report import Failure


def incompatibility(plugin: Plugin, core: str | None = None) -> Failure | None:
    """Why `plugin` is not for version `core` of Roadmap (the installed one), or None if it is."""
    core = core or version("roadmap")
    file = str(plugin.metadata / "METADATA") if plugin.metadata else ""
    for text in plugin.requires:
        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            return Failure(f"its metadata is broken, Requires-Dist: {text}: {error}", "build the plugin anew", file)
        if canonicalize_name(requirement.name) != "roadmap" or not _applies(requirement):
            continue
        if not requirement.specifier.contains(core, prereleases=True):
            return Failure(
                f"it requires roadmap{requirement.specifier}, and this is roadmap {core}",
                f"install a version of {plugin.distribution} that is made for roadmap {core}",
                file,
            )
    return None


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})
