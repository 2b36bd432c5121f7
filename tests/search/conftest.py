"""A catalogue with all that can be found: names of code, accents, an exercise, a quiz and a sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap.catalogue import Catalogue, Lesson, Limits, Section
from roadmap.catalogue.model import Check, Choice, Exercise, Question, Quiz, Sample
from roadmap.search.index import Index

ORM = """
The object-relational mapper.

## Fewer queries

`select_related` follows foreign keys in one query; `QuerySet.prefetch_related()` needs two.

## Migrations

Changes of tables, in files. See `docker-compose.yml` for the database.
"""
TASKS = """
## A task

Decorate a function with `@app.task`, and a worker executes it. The event loop is somewhere else.

```python
@app.task(bind=True)
def brew(self, café: str) -> str:
    return "<script>alert(1)</script>"
```

## Retries

A task that fails may be tried again. A loop of events is no event log.
"""
PLAIN = "Naïve readers order a crème brûlée at the café. HTTPResponse is written in one word."


def lesson(section: str, id: str, title: str, text: str, samples: tuple[Sample, ...] = ()) -> Lesson:
    return Lesson(section, id, title, f"About {title.lower()}.", 5, (), (), samples, text, 1, Path(f"{id}.md"))


SAMPLE = Sample(
    "be-hello", "bees", "tasks", "hello.py", "print('propolis')\n", None, False, "bees", (), Limits(), Path(), 1
)
EXERCISE = Exercise(
    section="bees", id="hive", title="A hive of workers", summary="Send tasks to workers.", difficulty=1, minutes=5,
    runtime="bees", program="python", entry="", services=(), env={}, limits=Limits(), edit=("hive.py",),
    hints=("Use a nectarine.",), needs=(), task="Write `swarm()`.\n\n## What it does\n\nIt swarms.",
    starter={"hive.py": "def swarm(): ...\n"}, solution={"hive.py": "quintessence = 1\n"}, wrong=(),
    checks=(Check("test_a", "Returns honeycombs", 1),), checks_source="zymurgy", probe_source=None, version="1",
    path=Path(),
)  # fmt: skip
QUIZ = Quiz(
    "bees",
    "Bees quiz",
    (Question("dance", "What does a *waggle* say?", (Choice("A way", True, "Xylophones."), Choice("No", False, ""))),),
    Path(),
)


def section(
    id: str, title: str, lessons: tuple[Lesson, ...], exercises: tuple[Exercise, ...] = (), quiz=None
) -> Section:
    return Section(
        id, title, f"All about {title}.", 1, (), f"Welcome to {title}.", lessons, exercises, quiz, id, "1", Path()
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    made = Catalogue()
    bees = (lesson("bees", "tasks", "Tasks and workers", TASKS, (SAMPLE,)), lesson("bees", "plain", "In a café", PLAIN))
    made.add(section("orm", "Mapper", (lesson("orm", "queries", "Queries and tables", ORM),)))
    made.add(section("bees", "Bees", bees, (EXERCISE,), QUIZ))
    return made


@pytest.fixture(scope="session")
def index(catalogue: Catalogue) -> Index:
    return Index(catalogue)
