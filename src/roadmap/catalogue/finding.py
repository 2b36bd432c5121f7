"""What is wrong with a section's content: where, what, and how to mend it; collected, then raised all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that an author has to mend, or, as a warning, should look at.

    `path` is POSIX, relative to the folder that holds the section's package (`roadmap_flask/content/10-first.md`).
    `detail` is what does not fit on a line, such as the whole output of a sample.
    """

    path: str
    line: int
    message: str
    cure: str = ""
    severity: Literal["error", "warning"] = "error"
    detail: str = ""

    def __str__(self) -> str:
        cure = f" ({self.cure})" if self.cure else ""
        return f"{self.path}:{self.line}: {self.message}{cure}"


class ContentError(Exception):
    """Everything that is wrong with a section, in one exception."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(map(str, self.findings)))


class Findings:
    """Collects findings while a section is loaded. `package` is the folder of the section's import package."""

    def __init__(self, package: Path) -> None:
        self.package = package
        self.found: list[Finding] = []

    def add(self, path: Path, line: int, message: str, cure: str = "") -> None:
        self.found.append(Finding(shown(path, self.package), max(1, line), message, cure))

    def raise_any(self) -> None:
        """:raises ContentError: something was found."""
        if self.found:
            raise ContentError(self.found)


def shown(path: Path, package: Path) -> str:
    """`path` as findings show it: from the package's folder on, or whole where it lies outside."""
    try:
        return path.relative_to(package.parent).as_posix()
    except ValueError:
        return path.as_posix()
