"""The error for what a plugin may not do, with the cure; raised by directives and guards, located by `blame`."""

from __future__ import annotations

from pyramid.exceptions import ConfigurationError


class Refused(ConfigurationError):  # type: ignore[misc]  # Pyramid has no types
    """A plugin asked for something that it can't have. `what` and `cure` are sentences without a full stop.

    `file` and `line` say where; left out, it is the line of the plugin's own code that was running.
    """

    def __init__(self, what: str, cure: str, file: str = "", line: int | None = None) -> None:
        self.what = what
        self.cure = cure
        self.file = file
        self.line = line
        super().__init__(f"{what}: {cure}")
