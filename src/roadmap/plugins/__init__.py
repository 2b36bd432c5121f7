"""How sections get in: discovery, compatibility, rehearsal, the config directives, and the report on all of it."""

from __future__ import annotations

from pyramid.config import Configurator

from roadmap.catalogue import Catalogue
from roadmap.plugins.discovery import GROUP, Plugin, discover
from roadmap.plugins.lab import Lab
from roadmap.plugins.refusal import Refused
from roadmap.plugins.rehearsal import let_in
from roadmap.plugins.report import PluginError, PluginState

__all__ = ["GROUP", "Lab", "Plugin", "PluginError", "PluginState", "Refused", "discover", "includeme", "let_in"]


def includeme(config: Configurator) -> None:
    """What directives fill, the directives, the core's programs, and the plugin's name in the log of a failing view."""
    config.registry.catalogue = Catalogue()
    config.registry.runtimes = {}
    config.registry.programs = {}
    config.registry.labs = {}
    config.registry.plugin_report = []
    config.registry.loaded_sections = {}
    config.add_directive("add_runtime", ".runtime.add_runtime")
    config.add_directive("add_program", ".program.add_program")
    config.add_directive("add_section", ".section.add_section")
    config.add_directive("add_lab", ".lab.add_lab")
    config.add_view_deriver(".blamed_view.blamed_view", name="blamed_view")
    config.include("roadmap.runner.programs")
