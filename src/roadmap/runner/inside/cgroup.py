"""The way into the control group that the supervisor has made for this run: by descriptors, one for each hierarchy."""

from __future__ import annotations

import os

_FEW = 100
"""Rounds: what forks meanwhile is there in the next, and what is inside has its children inside."""


class Doors:
    """To be entered once, a moment after the start: the first entry in a while keeps the kernel waiting for as long as
    a short run takes, and the program need not wait with it. Until then limits and watch are what there is.
    """

    def __init__(self, descriptors: list[int]) -> None:
        self._descriptors = descriptors
        self._waiting = True

    def enter(self) -> None:
        """At the second call. Everything in this pid namespace, its init included.

        :raises OSError: the kernel does not let it in.
        """
        if self._waiting or not self._descriptors:
            self._waiting = False
            return
        try:
            inside: set[str] = set()
            for _ in range(_FEW):
                missing = {name for name in os.listdir("/proc") if name.isdigit()} - inside
                if not missing:
                    break
                for process in missing:
                    self._move(process)
                inside |= missing
        finally:
            for descriptor in self._descriptors:
                os.close(descriptor)
            self._descriptors = []

    def _move(self, process: str) -> None:
        for descriptor in self._descriptors:
            try:
                os.write(descriptor, process.encode())
            except ProcessLookupError:
                return  # it has ended meanwhile
