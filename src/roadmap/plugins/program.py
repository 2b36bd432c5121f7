"""The directive `add_program`: a way of one's own in which learners' files become a running program."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyramid.config import PHASE1_CONFIG, Configurator

from roadmap.catalogue import Program
from roadmap.catalogue.program import OFFERS
from roadmap.plugins.discovery import Plugin
from roadmap.plugins.guards import WHEN_ALL_IS_DECLARED, own_path
from roadmap.plugins.refusal import Refused
from roadmap.plugins.runtime import NAME

CATEGORY = "roadmap programs"


def add_program(
    config: Configurator,
    name: str,
    *,
    source: str,
    entry: str | None = None,
    offers: Sequence[str] = ("call",),
    preload: Sequence[str] = (),
) -> None:
    """Declare the program `name`, which the plugin's own exercises can name.

    :param source: file of Python code, relative to the plugin's package, with a function `serve(program)`. It is
        executed in the learner's process, which can read it: nothing hidden may be in it. Empty: nothing is run.
    :param entry: what an exercise has that names no entry, as `app:app`; None if it has none at all.
    :param offers: what checks may ask for: `http`, `websocket`, `call`.
    :param preload: modules that the adapter imports; warm processes of the plugin's runtimes import them before a run.
    """
    plugin: Plugin | None = getattr(config, "plugin", None)  # the core declares programs, too
    if not NAME.fullmatch(name) or name == "none":
        raise Refused(f"the program name {name!r} can't be used", "use small letters, digits and hyphens")
    for what, given in (("offers", offers), ("preload", preload)):
        if isinstance(given, str) or not all(isinstance(item, str) for item in given):
            raise Refused(f"{what} of program {name!r} is not a list of texts", f'write {what}=["{given}"]')
    if unknown := [offer for offer in offers if offer not in OFFERS]:
        raise Refused(
            f"the program {name!r} offers {', '.join(unknown)}, which no check can ask for",
            f"choose from {', '.join(OFFERS)}",
        )
    if entry is not None and ":" not in entry:
        raise Refused(f"the entry {entry!r} of program {name!r} names no object", "write it as module:name")
    code = _adapter(own_path(config, source, "source"), name) if source else ""
    program = Program(name, code, entry, tuple(offers), tuple(preload), plugin.id if plugin else "")

    def register() -> None:
        config.registry.programs[name] = program

    def lend() -> None:
        # A job names its runtime, so that this is where a runner finds what else it may have to start there.
        for key, runtime in config.registry.runtimes.items():
            if runtime.plugin == program.plugin:
                config.registry.runtimes[key] = replace(runtime, programs=(*runtime.programs, program))

    found = config.introspectable(CATEGORY, name, name, "program")
    found.update(plugin=program.plugin, program=program)
    config.action(("roadmap program", name), register, order=PHASE1_CONFIG, introspectables=(found,))
    if plugin:
        config.action(None, lend, order=WHEN_ALL_IS_DECLARED)


def usable_programs(config: Configurator) -> tuple[Program, ...]:
    """The core's programs, and those that the plugin which is being included has declared so far."""
    own = {"", config.plugin.id}
    pending = (entry for action in config.action_state.actions for entry in action["introspectables"])
    return tuple(
        entry["program"] for entry in pending if entry.category_name == CATEGORY and entry["program"].plugin in own
    )


def _adapter(path: Path, name: str) -> str:
    if not path.is_file():
        raise Refused(f"the program {name!r} has no file {path}", "add it, with a function serve(program)")
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source, str(path))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "serve"]
    if not functions:
        raise Refused(
            f"the program {name!r} has no function serve", "define it in this file: def serve(program)", str(path), 1
        )
    if not _takes_one(functions[-1].args):
        raise Refused(
            f"serve of the program {name!r} does not take one argument",
            "define it as def serve(program)",
            str(path),
            functions[-1].lineno,
        )
    return source


def _takes_one(given: ast.arguments) -> bool:
    accepted = len([*given.posonlyargs, *given.args])
    return accepted - len(given.defaults) <= 1 <= accepted and None not in given.kw_defaults
