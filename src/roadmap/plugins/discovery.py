"""Which plugins are installed: the entry points of one group, in an order that does not depend on the installer."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, EntryPoint, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

GROUP = "roadmap.plugins"


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point, not yet imported. `id` is the section's permanent id; `requires` are PEP 508 requirements."""

    id: str
    distribution: str
    version: str
    requires: tuple[str, ...]
    entry: EntryPoint
    metadata: Path | None = None
    """The distribution's folder of metadata, where it has one."""

    @property
    def name(self) -> str:
        """How messages call it: `flask (roadmap-flask 0.1.0)`."""
        return f"{self.id} ({self.distribution} {self.version})"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the plugin's own files are, found without importing them."""
        name, *rest = self.entry.module.split(".")
        try:
            spec = importlib.util.find_spec(name)
            # A namespace package has no code of its own, and parts that belong to other distributions.
            while spec is not None and spec.origin is None and rest:
                name = f"{name}.{rest.pop(0)}"
                spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            return ()
        if spec is None:
            return ()
        if spec.submodule_search_locations is not None:
            return tuple(Path(folder).resolve() for folder in spec.submodule_search_locations)
        return (Path(spec.origin).resolve(),) if spec.origin else ()

    def declared(self) -> tuple[str, int | None]:
        """File and line of the entry point's declaration, as far as they are known."""
        file = self.metadata and self.metadata / "entry_points.txt"
        if not file or not file.is_file():
            return "", None
        lines = file.read_text().splitlines()
        return str(file), next(
            (n for n, line in enumerate(lines, 1) if line.partition("=")[0].strip() == self.id), None
        )


def discover(path: Iterable[str] | None = None) -> tuple[Plugin, ...]:
    """Every installed plugin, or every one on `path`, sorted by id and distribution; nothing is imported.

    One id can be there twice: `let_in` says so, and lets neither in.
    """
    found: dict[str, Distribution] = {}
    for distribution in distributions() if path is None else distributions(path=list(path)):
        # A folder that is on the path twice, or an older copy further down: what is first is what gets imported.
        found.setdefault(canonicalize_name(distribution.metadata["Name"] or ""), distribution)
    # Metadata order depends on the installer; start-up must be repeatable.
    return tuple(sorted((p for d in found.values() for p in _plugins(d)), key=lambda p: (p.id, p.distribution)))


def _plugins(distribution: Distribution) -> Iterable[Plugin]:
    folder = getattr(distribution, "_path", None)
    for entry in distribution.entry_points.select(group=GROUP):
        yield Plugin(
            id=entry.name,
            distribution=distribution.metadata["Name"],
            version=distribution.version,
            requires=tuple(distribution.requires or ()),
            entry=entry,
            metadata=folder if isinstance(folder, Path) else None,
        )
