"""What stands in the lens's form: read, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CODE_LIMIT = 8 * 1024


@dataclass(frozen=True, slots=True)
class Asking:
    """The code to run, as text. `problem` says what is wrong with it."""

    code: str = ""

    @classmethod
    def of(cls, form: Mapping[str, object]) -> Asking:
        """What a browser sent. Text areas arrive with CRLF, which no program was written with."""
        code = form.get("code")
        return cls(code.replace("\r\n", "\n") if isinstance(code, str) else "")

    @property
    def problem(self) -> str:
        """A sentence that says what to change; empty if the code can be run."""
        if not self.code.strip():
            return "There is nothing to run. Type a statement, such as select(Book), or load an example."
        if len(self.code.encode()) > CODE_LIMIT:
            return f"This is larger than {CODE_LIMIT // 1024} KiB. A few lines are enough for a question."
        if "\x00" in self.code:
            return "There is a null character in it, which Python does not read."
        return ""
