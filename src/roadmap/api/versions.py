"""Which versions a runtime pins, read from its requirements; known before it is built."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from roadmap.runner.runner import Runtime


def pinned_versions(runtime: Runtime | None) -> dict[str, str]:
    """Distribution to version; empty where the runtime is not known."""
    return dict(_pins(runtime.requirements)) if runtime is not None else {}


@lru_cache(maxsize=128)
def _pins(path: Path) -> tuple[tuple[str, str], ...]:
    # Plugins are read once per process: a changed file is seen after a restart, as everything else of a plugin.
    return tuple(pin for line in path.read_text("utf-8").splitlines() if (pin := _pin(line)))


def _pin(line: str) -> tuple[str, str] | None:
    text = line.split("#")[0].split(" --hash")[0].rstrip("\\ ").strip()
    if not text or text.startswith("-"):
        return None
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    version = next((each.version for each in requirement.specifier if each.operator == "=="), None)
    return (requirement.name, version) if version else None
