"""The nouns of the catalogue, frozen: what a plugin's folders become once they are loaded and found valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

# The language in which every text is there.
ORIGINAL = "en"


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in another language: what takes the place of the original's. `source` is a digest of the original then."""

    language: str
    title: str
    summary: str
    text: str
    text_line: int
    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use, over the whole process tree of the learner's program."""

    wall_seconds: float = 10.0
    cpu_seconds: float = 10.0
    memory_mb: int = 256
    processes: int = 32
    open_files: int = 128
    work_mb: int = 16
    work_inodes: int = 1024
    output_kb: int = 64


@dataclass(frozen=True, slots=True)
class NamedProgram:
    """One of several programs that an exercise's files become: `kind` is what `program` is where there is one only."""

    name: str
    kind: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim that can age was checked, and when."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class Sample:
    """A complete program on a lesson's page: run by the suite, and by whoever presses Run.

    `output` is what the page shows below it, or None where nothing is shown. `varying` says that numbers in the output
    differ from run to run, so that only the text between them is compared.
    """

    id: str
    section: str
    lesson: str
    name: str
    code: str
    output: str | None
    varying: bool
    runtime: str
    services: tuple[str, ...]
    limits: Limits
    path: Path
    line: int
    base: str = ""
    """What the addresses of its language begin with: nothing for the original."""

    @property
    def url(self) -> str:
        """The page on which it is changed and run without JavaScript."""
        return f"{self.base}/learn/{self.section}/samples/{self.id}"

    @property
    def anchor(self) -> str:
        """Its element's id on the lesson's page, if no heading has that."""
        return f"sample-{self.id}"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page of prose. `text` is its Markdown without the front matter; `text_line` is the line at which it starts."""

    section: str
    id: str
    title: str
    summary: str
    minutes: int
    needs: tuple[str, ...]
    sources: tuple[Source, ...]
    samples: tuple[Sample, ...]
    text: str
    text_line: int
    path: Path
    excerpts: Mapping[str, str] = field(default_factory=dict)
    """The whole text of each file under samples/ of which the lesson shows some lines."""
    covers: tuple[str, ...] = ()
    """Claims of a text that the site sets out to cover, by ids of the site's own; see `roadmap.catalogue.coverage`."""
    corrects: tuple[str, ...] = ()
    """Corrections of such claims: the ids of the page's callouts of the kind `today`."""
    translations: Mapping[str, Translation] = field(default_factory=dict)
    language: str = ORIGINAL
    base: str = ""
    """What the addresses of its language begin with: nothing for the original."""

    @property
    def url(self) -> str:
        return f"{self.base}/learn/{self.section}/{self.id}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question, right or wrong, and why."""

    text: str
    right: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    prompt: str
    choices: tuple[Choice, ...]

    @property
    def anchor(self) -> str:
        """Its element's id on the quiz's page."""
        return f"question-{self.id}"

    @property
    def right(self) -> frozenset[int]:
        """Indexes of the choices that are right: at least one, and never all."""
        return frozenset(number for number, choice in enumerate(self.choices) if choice.right)


@dataclass(frozen=True, slots=True)
class Quiz:
    section: str
    title: str
    questions: tuple[Question, ...]
    path: Path
    language: str = ORIGINAL
    base: str = ""
    """What the addresses of its language begin with: nothing for the original."""

    @property
    def url(self) -> str:
        return f"{self.base}/learn/{self.section}/quiz"


@dataclass(frozen=True, slots=True)
class Check:
    """A hidden test by its name in checks.py; `title` is its docstring: the requirement that the learner reads."""

    id: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A tempting mistake: `check` must fail on it, with feedback that contains `words`."""

    name: str
    files: Mapping[str, str]
    check: str
    words: str
    path: Path


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task with its hidden checks. File mappings go from a relative POSIX path to text.

    `starter` holds every file that the learner is given; only those in `edit` may be changed. `solution` and each wrong
    answer hold editable files only, and are laid over `starter`. `version` is a digest of all that decides a verdict.
    `programs` is empty where the files become one program; otherwise `program` and `entry` are those of the first.
    """

    section: str
    id: str
    title: str
    summary: str
    difficulty: int
    minutes: int
    runtime: str
    program: str
    entry: str
    services: tuple[str, ...]
    env: Mapping[str, str]
    limits: Limits
    edit: tuple[str, ...]
    hints: tuple[str, ...]
    needs: tuple[str, ...]
    task: str
    starter: Mapping[str, str]
    solution: Mapping[str, str]
    wrong: tuple[WrongAnswer, ...]
    checks: tuple[Check, ...]
    checks_source: str
    probe_source: str | None
    version: str
    path: Path
    programs: tuple[NamedProgram, ...] = ()
    run: str = ""
    """The file that is executed when somebody presses Run; empty: the first that may be edited."""
    language: str = ORIGINAL
    base: str = ""
    """What the addresses of its language begin with: nothing for the original."""

    @property
    def key(self) -> str:
        """How the exercise is named everywhere outside its section: `flask/json-endpoint`."""
        return f"{self.section}/{self.id}"

    @property
    def url(self) -> str:
        return f"{self.base}/learn/{self.section}/exercises/{self.id}"

    def program_files(self, edited: Mapping[str, str]) -> dict[str, str]:
        """All files of a learner's program: what is given, with their own edits laid over it.

        :raises ValueError: names a file that is not theirs to edit.
        """
        for name in edited:
            if name not in self.edit:
                raise ValueError(
                    f"{name} is not a file that {self.key} lets you edit; these are: {', '.join(self.edit)}"
                )
        return {**self.starter, **edited}


@dataclass(frozen=True, slots=True)
class Section:
    """One technology, as its plugin brought it. `after` names sections that should come first.

    `path` is the folder of the plugin's import package; `front` is the front page's Markdown.
    """

    id: str
    title: str
    summary: str
    hue: int
    after: tuple[str, ...]
    front: str
    lessons: tuple[Lesson, ...]
    exercises: tuple[Exercise, ...]
    quiz: Quiz | None
    distribution: str
    version: str
    path: Path
    icon: str = ""
    front_line: int = 1
    content: Path = Path()
    """The folder of the lessons, with ids.toml and verified.json beside them."""
    translations: Mapping[str, Translation] = field(default_factory=dict)
    """Of the front page, with title and summary."""
    language: str = ORIGINAL
    base: str = ""
    """What the addresses of its language begin with: nothing for the original."""

    @property
    def url(self) -> str:
        return f"{self.base}/learn/{self.id}"

    @property
    def samples(self) -> tuple[Sample, ...]:
        return tuple(sample for lesson in self.lessons for sample in lesson.samples)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons) + sum(each.minutes for each in self.exercises)


@dataclass
class Catalogue:
    """All sections of this site. Filled while plugins are let in, only read afterwards."""

    _sections: dict[str, Section] = field(default_factory=dict)

    def add(self, section: Section) -> None:
        """Add `section`.

        :raises ValueError: its id is taken. Two plugins that claim one id are stopped earlier, by Pyramid's conflict
            detection; this is the last line of defence.
        """
        if section.id in self._sections:
            raise ValueError(f"there is a section {section.id!r} already")
        self._sections[section.id] = section

    @property
    def sections(self) -> tuple[Section, ...]:
        """Sections in reading order: each after those that it names in `after`, otherwise by title."""
        return tuple(_in_order(self._sections.values()))

    def section(self, section: str) -> Section | None:
        return self._sections.get(section)

    def lesson(self, section: str, lesson: str) -> Lesson | None:
        return _named(self._sections[section].lessons, lesson) if section in self._sections else None

    def exercise(self, section: str, exercise: str) -> Exercise | None:
        return _named(self._sections[section].exercises, exercise) if section in self._sections else None

    def exercise_by_key(self, key: str) -> Exercise | None:
        """The exercise named like `flask/json-endpoint`."""
        section, _, exercise = key.partition("/")
        return self.exercise(section, exercise)

    def sample(self, section: str, sample: str) -> Sample | None:
        return _named(self._sections[section].samples, sample) if section in self._sections else None

    def as_mapping(self) -> Mapping[str, Section]:
        return MappingProxyType(self._sections)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def _named(items: Iterable[T], name: str) -> T | None:
    return next((item for item in items if item.id == name), None)


def _in_order(sections: Iterable[Section]) -> Iterator[Section]:
    waiting = {section.id: section for section in sorted(sections, key=lambda section: section.title.casefold())}
    while waiting:
        ready = [section for section in waiting.values() if not waiting.keys() & set(section.after)]
        # A cycle is reported when the catalogue is loaded; here it must not hang.
        for section in ready or list(waiting.values())[:1]:
            yield waiting.pop(section.id)
