"""One thing that the doctor has looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`cure` is what to type or to change; where all is well it is empty, or says what would be better still."""

    title: str
    ok: bool
    detail: str
    cure: str = ""
