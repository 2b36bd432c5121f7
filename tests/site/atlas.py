"""Plugins made on the spot: eleven sections that name each other as those of a whole site do, for the map."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadmap.plugins import Plugin, discover

# Title, lessons, after, recommended, place in the article; the order here is the site's own.
SECTIONS = {
    "foundations": ("Foundations", 8, [], [], 10),
    "flask": ("Flask", 3, ["foundations"], [], 30),
    "sqlalchemy": ("SQLAlchemy", 4, ["foundations"], ["flask"], 80),
    "django": ("Django", 5, ["foundations"], [], 20),
    "fastapi": ("FastAPI", 3, ["foundations"], ["sqlalchemy"], 50),
    "redis": ("Redis", 4, ["foundations"], [], 100),
    "celery": ("Celery", 3, ["foundations"], ["redis", "flask"], 90),
    "docker": ("Docker & Kubernetes", 6, ["foundations"], ["flask"], 40),
    "tornado": ("Tornado", 2, ["foundations"], ["fastapi", "redis"], 60),
    "pyramid": ("Pyramid", 2, ["foundations"], ["sqlalchemy"], 70),
    "conclusion": ("Everything together", 2, ["flask", "sqlalchemy", "celery", "redis"], ["docker", "absent"], 110),
}
MODULE = """\
def includeme(config):
    config.add_section(title={title!r}, summary="All of {id}.", hue={hue}, after={after!r}, recommended={recommended!r},
                       places={{"main": {main}, "article": {article}}})
"""
LESSON = "---\nid: lesson-{number}\ntitle: {title}, part {number}\nsummary: A part.\nminutes: 5\n---\nText.\n"


@contextmanager
def sections_in(folder: Path) -> Iterator[tuple[Plugin, ...]]:
    """Write the packages into `folder`, which is importable within the block: elsewhere they would be found, too."""
    for place, (id, (title, lessons, after, recommended, article)) in enumerate(SECTIONS.items(), start=1):
        package = folder / f"atlas_{id}"
        content = package / "content"
        content.mkdir(parents=True)
        values = {"id": id, "title": title, "hue": place * 30, "after": after, "recommended": recommended}
        (package / "__init__.py").write_text(MODULE.format(**values, main=place * 10, article=article))
        (content / "section.md").write_text("What there is.\n")
        for number in range(1, lessons + 1):
            (content / f"{number}0-lesson.md").write_text(LESSON.format(number=number, title=title))
        info = folder / f"roadmap_atlas_{id}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: roadmap-atlas-{id}\nVersion: 1.0\nRequires-Dist: roadmap>=0.1,<1\n"
        )
        (info / "entry_points.txt").write_text(f"[roadmap.plugins]\n{id} = atlas_{id}\n")
    sys.path.insert(0, str(folder))
    try:
        yield discover([str(folder)])
    finally:
        sys.path.remove(str(folder))
