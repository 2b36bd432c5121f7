"""The directive `add_runtime`: an environment of its own for learners' code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from pyramid.config import PHASE1_CONFIG, Configurator

from roadmap.plugins.guards import included_plugin, own_path
from roadmap.plugins.refusal import Refused
from roadmap.runner.runner import Runtime

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def add_runtime(
    config: Configurator, name: str, *, requirements: str, preload: Sequence[str] = (), warmup: str = ""
) -> None:
    """Declare the runtime `name`.

    :param requirements: file of pinned requirements (`==`), relative to the plugin's package.
    :param preload: modules to import once, before any learner's code runs.
    :param warmup: file of Python code, relative to the plugin's package, that does once what a run will do.
    """
    plugin = included_plugin(config, "add_runtime")
    if not NAME.fullmatch(name):
        raise Refused(f"the runtime name {name!r} can't be used", "use small letters, digits and hyphens")
    if isinstance(preload, str) or not all(isinstance(module, str) for module in preload):
        raise Refused(f"preload of runtime {name!r} is not a list of modules", f'write preload=["{preload}"]')
    pins = own_path(config, requirements, "requirements")
    if not pins.is_file():
        raise Refused(f"the runtime {name!r} has no file {pins}", "add it, with one pinned requirement on a line")
    _require_pins(name, pins)
    runtime = Runtime(name, pins, tuple(preload), _source(config, warmup, name), plugin.id)

    def register() -> None:
        config.registry.runtimes[name] = runtime

    entry = config.introspectable("roadmap runtimes", name, name, "runtime")
    entry.update(plugin=plugin.id, runtime=runtime)
    config.action(("roadmap runtime", name), register, order=PHASE1_CONFIG, introspectables=(entry,))


def _source(config: Configurator, warmup: str, name: str) -> str:
    if not warmup:
        return ""
    path = own_path(config, warmup, "warmup")
    if not path.is_file():
        raise Refused(f"the runtime {name!r} has no file {path}", "add it, or leave warmup out")
    source = path.read_text(encoding="utf-8")
    compile(source, str(path), "exec")
    return source


def _require_pins(name: str, file: Path) -> None:
    for number, line in _requirements(file.read_text(encoding="utf-8")):
        try:
            pinned = any(specifier.operator == "==" for specifier in Requirement(line).specifier)
        except InvalidRequirement:
            pinned = False
        if not pinned:
            what = f"the runtime {name!r} does not pin what it needs: {line}"
            raise Refused(what, "write each requirement as name==version", str(file), number)


def _requirements(text: str) -> Iterable[tuple[int, str]]:
    # Lock files continue lines with a backslash and end them with hashes.
    continued = False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition(" #")[0].partition("--hash")[0].strip().rstrip("\\").strip()
        if line and not continued and not line.startswith(("#", "-")):
            yield number, line
        continued = raw.rstrip().endswith("\\")
