"""The index of a running site, made when it is first needed: commands make the application too, and search nothing."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from roadmap.catalogue import Catalogue
from roadmap.search.results import Results

if TYPE_CHECKING:
    from roadmap.search.index import Index


class LazyIndex:
    """Safe to use from several threads; whoever comes while it is being built waits for it."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        self._catalogue = catalogue
        self._lock = Lock()
        self._index: Index | None = None

    @property
    def is_built(self) -> bool:
        return self._index is not None

    def prepare(self) -> Index:
        """Build it, unless it is there."""
        if self._index is None:
            with self._lock:
                if self._index is None:
                    # Loading the engine takes a good part of what a command takes that never searches.
                    from roadmap.search.index import Index

                    self._index = Index(self._catalogue())
        return self._index

    def search(self, typed: str, *, exact: bool = False) -> Results:
        return self.prepare().search(typed, exact=exact)
