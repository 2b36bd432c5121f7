"""Compiles every template of a plugin at start-up; a broken one would else show when its page is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateNotFound
from jinja2.meta import find_referenced_templates
from pyramid.config import Configurator
from pyramid_jinja2 import IJinja2Environment

from roadmap.plugins.discovery import Plugin
from roadmap.plugins.refusal import Refused

SUFFIX = ".jinja2"


def compile_templates(config: Configurator, plugin: Plugin) -> None:
    """Compile the templates of `plugin`, all but those that are content, and look for the templates that they name.

    :raises TemplateSyntaxError: one does not compile.
    :raises Refused: one extends, includes or imports a template that is not there.
    """
    environment = config.registry.queryUtility(IJinja2Environment, name=SUFFIX)
    if environment is None:
        return
    for file in _templates(plugin, _content(config, plugin)):
        _compile(environment, file)


def _compile(environment: Environment, file: Path) -> None:
    # An absolute path is a name that pyramid_jinja2's loader accepts.
    environment.get_template(str(file))
    source = file.read_text(encoding="utf-8")
    tree = environment.parse(source, filename=str(file))
    for name in find_referenced_templates(tree):
        if name is None:
            continue  # computed when the page is rendered
        try:
            environment.get_template(name, parent=str(file))
        except TemplateNotFound:
            line = next((number for number, text in enumerate(source.splitlines(), 1) if name in text), 1)
            raise Refused(f"a template names {name}, which is not there", "name one that is", str(file), line) from None


def _templates(plugin: Plugin, content: Iterable[Path]) -> Iterator[Path]:
    for folder in plugin.folders:
        for file in sorted(folder.rglob(f"*{SUFFIX}") if folder.is_dir() else ()):
            if not any(file.is_relative_to(path) for path in content):
                yield file


def _content(config: Configurator, plugin: Plugin) -> tuple[Path, ...]:
    """Folders whose templates, if any, belong to learners' programs."""
    section = config.introspector.get("roadmap sections", plugin.id)
    folders: tuple[Path, ...] = section["folders"] if section is not None else ()
    return folders
