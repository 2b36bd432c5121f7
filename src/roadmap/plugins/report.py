"""What became of each plugin, for the log, for `roadmap plugins`, and for the one message that stops a start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from roadmap.catalogue import Finding


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a plugin can't be used: `file` and `line` are its own where they are known."""

    error: str
    cure: str
    file: str = ""
    line: int | None = None
    findings: tuple[Finding, ...] = ()
    """All that is wrong with its content, where that is why."""


@dataclass(frozen=True, slots=True)
class PluginState:
    """One plugin after start-up. `brings` are short phrases ("4 lessons"); the last four say what went wrong."""

    id: str
    distribution: str
    version: str
    state: Literal["active", "disabled", "incompatible", "failed"]
    brings: tuple[str, ...] = ()
    error: str = ""
    file: str = ""
    line: int | None = None
    cure: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether nothing is wrong with it: a plugin that was turned off is not a fault."""
        return self.state in ("active", "disabled")

    @property
    def place(self) -> str:
        """`file:line` as far as they are known."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file

    def __str__(self) -> str:
        head = f"{self.id} ({self.distribution} {self.version}): {self.state}"
        details = [("where", self.place), ("what", self.error), ("cure", self.cure)]
        return "\n".join([head, *(f"  {name}: {text}" for name, text in details if text)])


class PluginError(Exception):
    """Plugins that stop the start (`roadmap.plugins.on_error = refuse`). `report` holds the state of every plugin."""

    def __init__(self, report: Iterable[PluginState]) -> None:
        self.report = tuple(report)
        failed = [state for state in self.report if not state.usable]
        count = "1 plugin" if len(failed) == 1 else f"{len(failed)} plugins"
        super().__init__(
            f"{count} can't be used; mend, uninstall or disable what is listed here, "
            "or set roadmap.plugins.on_error = quarantine to serve the rest\n\n" + "\n\n".join(map(str, failed))
        )
