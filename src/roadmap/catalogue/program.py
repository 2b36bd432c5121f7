"""What an exercise can name as its `program`: how a learner's files become something that checks can observe."""

from __future__ import annotations

from dataclasses import dataclass

OFFERS = ("http", "websocket", "call")
"""What a program may offer to checks; `call` brings `probe` with it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A kind of program, as `add_program` declared it.

    `source` is its adapter: Python with a function `serve(program)`, executed in the learner's own process and so
    public to the learner; an empty one means that nothing is run, and checks read the files only. `entry` is what an
    exercise has that names no entry; with None it cannot name one. `preload` are modules that a runtime's warm process
    imports where the runtime has them. `plugin` is empty for those of the core.
    """

    name: str
    source: str = ""
    entry: str | None = None
    offers: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    plugin: str = ""

    @property
    def runs(self) -> bool:
        return bool(self.source)
