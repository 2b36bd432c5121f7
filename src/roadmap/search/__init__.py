"""Finding a page, a heading or a sample by what it says: an index of the catalogue, and what a query finds in it."""

from pyramid.config import Configurator

from roadmap.search.lazy import LazyIndex
from roadmap.search.results import Found, Group, Hit, Results

__all__ = ["Found", "Group", "Hit", "LazyIndex", "Results"]


def includeme(config: Configurator) -> None:
    registry = config.registry
    # The catalogue is complete once all plugins are in.
    registry.search = LazyIndex(lambda: registry.catalogue)
