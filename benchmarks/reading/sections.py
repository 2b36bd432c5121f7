"""Generated plugins: as many distributions as one likes, each with a section, a page of its own and static files."""

from __future__ import annotations

from pathlib import Path

LESSONS = 10
_MODULE = '''"""Generated."""

from pyramid.response import Response


def includeme(config):
    config.add_section(title="Section {number}", summary="Generated section {number}.", hue={hue}, content="content/")
    config.add_static_view("static", "static")
    config.add_route("{name}.lab", "/lab")
    config.add_lab("{name}.lab", title="Lab", summary="A page of the plugin's own.")
    config.add_view(lambda request: Response("ok"), route_name="{name}.lab")
'''
_LESSON = """---
id: lesson-{number}
title: Lesson {number} of {name}
summary: One line, a promise.
minutes: 5
needs: [{needs}]
sources:
  - {{title: Python documentation, url: "https://docs.python.org/3/", checked: 2026-11-22}}
---

"""
_PART = """## Part {part}

A handler takes a request and returns a response. What it must not do is wait: while it waits, everybody else does, too.
The rule has a name in every framework, and the same cause in all of them, as part {part} of lesson {number} shows.

- read the [documentation](https://docs.python.org/3/), which says it in fewer words;
- change one thing at a time, and look at what the server answers;
- keep what you have learned in a test.

```python
def handler_{part}(request):
    name = request.params.get("name", "lesson {number}")
    return {{"greeting": f"Hello, {{name}}", "part": {part}}}
```

"""


def generate(folder: Path, plugins: int) -> Path:
    """Write `plugins` distributions of ten lessons each below `folder`, which can then stand on `sys.path`."""
    for number in range(plugins):
        name = f"gen-{number:03}"
        package = folder / f"roadmap_gen_{number:03}"
        (package / "content").mkdir(parents=True)
        (package / "static").mkdir()
        (package / "static" / "gen.txt").write_text("static\n")
        (package / "__init__.py").write_text(_MODULE.format(number=number, name=name, hue=number % 360))
        (package / "content" / "section.md").write_text("What this section is for.\n")
        for lesson in range(1, LESSONS + 1):
            (package / "content" / f"{lesson}0-lesson.md").write_text(_lesson(name, lesson))
        metadata = folder / f"roadmap_{name.replace('-', '_')}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: roadmap-{name}\nVersion: 1.0\nRequires-Dist: roadmap>=0.1,<1\n"
        )
        (metadata / "entry_points.txt").write_text(f"[roadmap.plugins]\n{name} = {package.name}\n")
    return folder


def _lesson(name: str, number: int) -> str:
    needs = f"lesson-{number - 1}" if number > 1 else ""
    parts = "".join(_PART.format(part=part, number=number) for part in range(1, 9))
    return _LESSON.format(number=number, name=name, needs=needs) + parts
