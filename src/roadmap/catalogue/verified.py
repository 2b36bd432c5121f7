"""What was proved, when and on which versions: `content/verified.json`, written by `roadmap check --record`.

A stamp holds only as long as what ran is what the page shows: each is kept with a digest of that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from roadmap.catalogue.model import Exercise, Lesson, Sample, Section

FILE = "verified.json"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stamp:
    """That something ran. `versions` go from a distribution, spelled as in runtime.txt, to its version."""

    day: date
    versions: Mapping[str, str]
    digest: str

    @property
    def text(self) -> str:
        """`Flask 3.1.3, 22 Nov 2026`, in English."""
        return f"{self.software}, {self.day.day} {_MONTHS[self.day.month - 1]} {self.day.year}"

    @property
    def software(self) -> str:
        """`Flask 3.1.3`: the first of the versions is what the section is about."""
        name, version = next(iter(self.versions.items()), ("Python", ""))
        return f"{name} {version}".strip()


def digest(item: Sample | Exercise) -> str:
    """Sixteen hexadecimal digits of all that a stamp vouches for."""
    if isinstance(item, Sample):
        proved: object = [
            item.code, item.name, item.output, item.varying, item.runtime, item.services, asdict(item.limits),
        ]  # fmt: skip
    else:
        wrong = [[answer.name, dict(answer.files), answer.check, answer.words] for answer in item.wrong]
        proved = [item.version, dict(item.solution), wrong]
    return hashlib.sha256(json.dumps(proved, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_stamps(section: Section) -> Mapping[str, Stamp]:
    """All stamps by `samples/<id>` and `exercises/<id>`; none where the file is missing or not ours."""
    return _read(section.content / FILE)


def stamp(
    section: Section, item: Lesson | Sample | Exercise, stamps: Mapping[str, Stamp] | None = None
) -> Stamp | None:
    """When `item` last ran, or None where it did not run as it stands now.

    A lesson has the oldest stamp of its samples, and none if one of them has none. Give `stamps` (of `read_stamps`) to
    ask for many without reading the file again.
    """
    stamps = read_stamps(section) if stamps is None else stamps
    if isinstance(item, Lesson):
        all_of_them = [stamp(section, sample, stamps) for sample in item.samples]
        there = [one for one in all_of_them if one is not None]
        return min(there, key=lambda one: one.day) if there and len(there) == len(all_of_them) else None
    found = stamps.get(key(item))
    return found if found is not None and found.digest == digest(item) else None


def key(item: Sample | Exercise) -> str:
    return f"{'samples' if isinstance(item, Sample) else 'exercises'}/{item.id}"


def write_stamps(section: Section, fresh: Mapping[str, Stamp]) -> Path:
    """Keep `fresh`, and of the older stamps those that still hold."""
    kept = read_stamps(section)
    stamps = {}
    items: list[Sample | Exercise] = [*section.samples, *section.exercises]
    for item in items:
        found = fresh.get(key(item)) or stamp(section, item, kept)
        if found is not None:
            stamps[key(item)] = {"day": found.day.isoformat(), "digest": found.digest, "versions": dict(found.versions)}
    path = section.content / FILE
    path.write_text(json.dumps({"version": 1, "ran": stamps}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _read(path: Path) -> Mapping[str, Stamp]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Stamp(date.fromisoformat(entry["day"]), dict(entry["versions"]), str(entry["digest"]))
            for name, entry in data["ran"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # A page without stamps is right in every one of these cases; the next --record writes the file anew.
        return {}
