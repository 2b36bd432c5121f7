"""Ids that others have replaced: what somebody did under the old one counts for the new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property

from roadmap.catalogue import Catalogue
from roadmap.catalogue.ids import current, successors


class Moved:
    """Knows by kind (`lessons`, `exercises`, `questions`) which key, such as `flask/micro`, has become which.

    Rows keep the key under which they were written: a section that goes back to an earlier version still finds them.
    """

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        """:param catalogue: is asked when an id is first looked up, when all plugins are let in."""
        self._catalogue = catalogue

    def now(self, kind: str, key: str) -> str:
        """What `key` is called by now."""
        return self._by_kind.get(kind, {}).get(key, key)

    def ever(self, kind: str, key: str) -> tuple[str, ...]:
        """`key` and all that it was called before."""
        return (key, *self._earlier.get((kind, key), ()))

    @cached_property
    def _by_kind(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        there: dict[str, set[str]] = defaultdict(set)
        for section in self._catalogue().sections:
            for kind, ids in current(section).items():
                there[kind] |= {f"{section.id}/{id}" for id in ids}
            for kind, replaced in successors(section).items():
                for old, new in replaced.items():
                    found[kind][f"{section.id}/{old}"] = new if "/" in new else f"{section.id}/{new}"
        return {kind: _resolved(moved, there[kind]) for kind, moved in found.items()}

    @cached_property
    def _earlier(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        earlier: dict[tuple[str, str], list[str]] = defaultdict(list)
        for kind, moved in self._by_kind.items():
            for old, new in moved.items():
                earlier[kind, new].append(old)
        return {key: tuple(sorted(olds)) for key, olds in earlier.items()}


def _resolved(moved: Mapping[str, str], there: set[str]) -> dict[str, str]:
    """Each key to the last of its successors; one that is there again has not moved, and circles lead nowhere."""
    found = {}
    for key in moved.keys() - there:
        seen, last = {key}, moved[key]
        while last in moved and last not in there and last not in seen:
            seen.add(last)
            last = moved[last]
        if last in there:
            found[key] = last
    return found
