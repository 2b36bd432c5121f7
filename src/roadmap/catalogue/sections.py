"""A section from its plugin's folders: everything is read, everything that is wrong is said at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from roadmap.catalogue.exercises import load_exercise
from roadmap.catalogue.fields import ID
from roadmap.catalogue.files import is_leftover
from roadmap.catalogue.finding import Findings
from roadmap.catalogue.frontmatter import Page, read_page
from roadmap.catalogue.lessons import check_page, load_lesson
from roadmap.catalogue.links import check_within
from roadmap.catalogue.model import Exercise, Lesson, Section
from roadmap.catalogue.program import Program
from roadmap.catalogue.prose import read
from roadmap.catalogue.quizzes import load_quiz
from roadmap.catalogue.samples import FenceReader
from roadmap.catalogue.translating import (
    is_translation,
    load_front_translations,
    load_translations,
    translations_in,
)


def load_section(
    id: str,
    *,
    title: str,
    summary: str,
    hue: int,
    after: Sequence[str],
    content: Path,
    exercises: Path | None,
    samples: Path,
    runtimes: Sequence[str],
    distribution: str,
    version: str,
    path: Path,
    icon: str = "",
    programs: Sequence[Program] = (),
    recommended: Sequence[str] = (),
    places: Mapping[str, int] = MappingProxyType({}),
) -> Section:
    """Load the section `id` of the plugin whose import package is the folder `path`.

    `runtimes` are those that the plugin declared; the only one is the default of its samples and exercises. `programs`
    are those that its exercises can name: the core's, and the plugin's own.

    :raises ContentError: with one `Finding` for each thing that is wrong.
    """
    findings = Findings(path)
    _check_arguments(id, title, summary, hue, (*after, *recommended), path, findings)
    translated = translations_in(content, findings)
    lessons = _lessons(id, content, samples, runtimes, path, translated, findings)
    loaded = _exercises(id, exercises, runtimes, programs, path, findings)
    page = _front(id, content, path, findings)
    icon = icon or (page.front.fields.text("icon", "") if page else "")
    if icon and not (path / icon).is_file():
        findings.add(
            path / "__init__.py", 1, f"there is no icon {icon}", "a file below the package, as static/icon.svg"
        )
    section = Section(
        id=id,
        title=title,
        summary=summary,
        hue=hue,
        after=tuple(after),
        front=page.text if page else "",
        front_line=page.text_line if page else 1,
        lessons=tuple(lesson for lesson in lessons if lesson is not None),
        exercises=tuple(
            # From easy to hard; folders are named by ids, which say nothing about that.
            sorted(
                (exercise for exercise in loaded if exercise is not None),
                key=lambda exercise: (exercise.difficulty, exercise.minutes, exercise.id),
            )
        ),
        quiz=load_quiz(content / "quiz.toml", section=id, findings=findings)
        if (content / "quiz.toml").exists()
        else None,
        distribution=distribution,
        version=version,
        path=path,
        icon=icon,
        content=content,
        translations=load_front_translations(
            translated.get("section.md", {}), title, summary, page.text if page else "", path, findings
        ),
        recommended=tuple(recommended),
        places=MappingProxyType(dict(places)),
    )
    _check_unique(section, findings)
    # Where a page could not be read, links to it are not what is wrong.
    if None not in lessons and None not in loaded:
        findings.found.extend(check_within(section))
    # Nobody looks at these texts again, and what was made of them is large.
    read.cache_clear()
    findings.raise_any()
    return section


def _check_arguments(
    id: str, title: str, summary: str, hue: int, after: Sequence[str], path: Path, findings: Findings
) -> None:
    module = path / "__init__.py"
    if not ID.fullmatch(id):
        findings.add(module, 1, f"section id {id!r} is not an id", "small letters, digits and single hyphens")
    if not title.strip() or not summary.strip():
        findings.add(module, 1, "the section needs a title and a summary", "give both to config.add_section()")
    if not 0 <= hue <= 360:
        findings.add(module, 1, f"hue is {hue}", "degrees on the color wheel, from 0 to 360")
    if id in after:
        findings.add(module, 1, f"section {id} comes after itself", "take it out of `after` and `recommended`")


def _lessons(
    id: str,
    content: Path,
    samples: Path,
    runtimes: Sequence[str],
    package: Path,
    translated: Mapping[str, Mapping[str, Path]],
    findings: Findings,
) -> list[Lesson | None]:
    if not content.is_dir():
        findings.add(content, 1, "folder is missing", "add it, with section.md and the lessons")
        return []
    paths = [path for path in sorted(content.glob("*.md")) if path.name != "section.md" and not is_translation(path)]
    lessons = []
    for path in paths:
        lesson = load_lesson(path, section=id, samples=samples, runtimes=runtimes, package=package, findings=findings)
        if lesson is not None and path.name in translated:
            texts = load_translations(translated[path.name], lesson, package, findings)
            lesson = replace(lesson, translations=texts)
        lessons.append(lesson)
    return lessons


def _exercises(
    id: str,
    folder: Path | None,
    runtimes: Sequence[str],
    programs: Sequence[Program],
    package: Path,
    findings: Findings,
) -> list[Exercise | None]:
    if folder is None:
        return []
    if not folder.is_dir():
        findings.add(folder, 1, "folder is missing", "add it, or leave exercises= out of config.add_section()")
        return []
    return [
        load_exercise(path, section=id, runtimes=runtimes, programs=programs, package=package, findings=findings)
        for path in sorted(folder.iterdir())
        if path.is_dir() and not path.name.startswith((".", "_")) and not is_leftover(Path(path.name))
    ]


def _front(id: str, content: Path, package: Path, findings: Findings) -> Page | None:
    if not content.is_dir():
        return None
    path = content / "section.md"
    page = read_page(path, findings, required=False)
    if page is None:
        return None
    fields = page.front.fields
    fields.text("icon", "")
    fields.finish()
    tokens = read(page.text)
    FenceReader(id, "", path, page.text_line, None, (), findings).read(tokens)
    check_page(tokens, page.text, path, page.text_line, package, findings)
    return page


def _check_unique(section: Section, findings: Findings) -> None:
    lessons: defaultdict[str, list[Lesson]] = defaultdict(list)
    for lesson in section.lessons:
        lessons[lesson.id].append(lesson)
    for id, (first, *others) in lessons.items():
        for other in others:
            findings.add(other.path, 1, f"lesson id {id} is taken by {first.path.name}", "ids are unique in a section")
    seen: dict[str, str] = {}
    for lesson in section.lessons:
        for sample in lesson.samples:
            if sample.id in seen:
                message = f"sample {sample.id} is shown in {seen[sample.id]} already"
                findings.add(lesson.path, sample.line, message, "show lines of it with excerpt= instead")
            seen.setdefault(sample.id, lesson.path.name)
