"""A small section that is whole, as files; tests break one thing at a time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roadmap.catalogue import Section, load_section
from roadmap.runner.programs import BUILT_IN

FILES: Mapping[str, str] = {
    "__init__.py": "",
    "static/icon.svg": "<svg/>",
    "static/map.svg": "<svg/>",
    "content/section.md": "## What you will do\n\nStart with [the first lesson](lesson:first).\n",
    "content/10-first.md": """\
---
id: first
title: First steps
summary: A promise.
minutes: 5
sources:
  - {title: Documentation, url: "https://docs.example/", checked: 2026-11-22}
---
Words, a [link](lesson:second#the-end), ![a map](static/map.svg).

## Hello

```python sample="demo-hello.py"
```

```output
hello
```

::: tip Try it
Change it.
:::
""",
    "content/20-second.md": """\
---
id: second
title: Second steps
summary: Another promise.
minutes: 7
needs: [first]
---
See [above](#the-end), the [exercise](exercise:double) and the [quiz](quiz:demo).

```python excerpt="demo-hello.py" lines="1"
```

## The end
""",
    "content/quiz.toml": """\
title = "Demo quiz"

[[question]]
id = "what"
prompt = "What is `demo`?"

  [[question.choice]]
  text = "A demo"
  right = true
  explanation = "It is."

  [[question.choice]]
  text = "A cat"
  explanation = "It does not purr."
""",
    "content/ids.toml": """\
[lessons]
first = {}
second = {}

[exercises]
double = {}

[questions]
what = {}

[samples]
demo-hello = {}
""",
    "samples/demo-hello.py": 'print("hello")\n',
    "exercises/double/exercise.toml": """\
id = "double"
title = "Double"
summary = "Twice as much."
difficulty = 1
minutes = 5
program = "python"
edit = ["doubling.py"]
needs = ["first"]
hints = ["Add it to itself."]

[env]
MODE = "quiet"

[limits]
wall_seconds = 5
""",
    "exercises/double/task.md": "## Task\n\nWrite `double`. It helps ([why](lesson:first#hello)).\n",
    "exercises/double/starter/doubling.py": "def double(number):\n    return number\n",
    "exercises/double/solution/doubling.py": "def double(number):\n    return number * 2\n",
    "exercises/double/wrong/square/doubling.py": "def double(number):\n    return number ** 2\n",
    "exercises/double/wrong/square/wrong.toml": 'check = "test_doubles"\nwords = "twice"\n',
    "exercises/double/checks.py": '''\
def test_doubles(call, random):
    """Returns twice the number.

    For any number.
    """
    number = random.randint(3, 99)
    assert call("doubling:double", number) == 2 * number, "that is not twice the number"
''',
}


def write(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """The package's folder, with `changes` laid over the example; None leaves a file out."""
    package = folder / "roadmap_demo"
    for name, text in {**FILES, **(changes or {})}.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return package


def load(package: Path, **arguments: Any) -> Section:
    given = {
        "title": "Demo",
        "summary": "A demo.",
        "hue": 120,
        "after": (),
        "content": package / "content",
        "exercises": package / "exercises",
        "samples": package / "samples",
        "runtimes": ["demo"],
        "programs": tuple(BUILT_IN.values()),
        "distribution": "roadmap-demo",
        "version": "1.0",
        "path": package,
        **arguments,
    }
    return load_section(given.pop("id", "demo"), **given)


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The example's file `name` with one thing replaced."""
    assert FILES[name].count(old) >= 1, f"{name} has no {old!r}"
    return {name: FILES[name].replace(old, new, 1)}
