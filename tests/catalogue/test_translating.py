"""Translations beside their originals: what they take the place of, and what must be the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap.catalogue import Catalogue, ContentError
from roadmap.catalogue.prose import anchored, headings, parse
from roadmap.catalogue.translating import digest, is_translation
from roadmap.catalogue.translations import in_language

from .example import FILES, changed, load, write

ORIGINAL = FILES["content/10-first.md"].partition("---\n")[2].partition("---\n")[2]
DIGEST = digest("First steps", "A promise.", ORIGINAL)
GERMAN = f"""\
---
title: Erste Schritte
summary: Ein Versprechen.
original: "{DIGEST}"
---
Worte, ein [Link](lesson:second#the-end), ![eine Karte](static/map.svg).

## Hallo

```python sample="demo-hello.py"
```

```output
hello
```

::: tip Versuch es
Ändere es. Siehe [oben](#hello).
:::
"""
FILE = "content/10-first.de.md"


def translated(tmp_path: Path, text: str = GERMAN, name: str = FILE) -> Catalogue:
    catalogue = Catalogue()
    catalogue.add(load(write(tmp_path, {name: text})))
    return catalogue


def test_a_translation_takes_the_place_of_words_and_of_nothing_else(tmp_path: Path) -> None:
    original = translated(tmp_path)
    german = in_language(original, "de", "/de")
    lesson, of = german.lesson("demo", "first"), original.lesson("demo", "first")
    assert lesson is not None
    assert of is not None
    assert (lesson.title, lesson.summary, lesson.language) == ("Erste Schritte", "Ein Versprechen.", "de")
    assert "Ändere es." in lesson.text
    assert (lesson.id, lesson.minutes, lesson.sources, lesson.needs) == (of.id, of.minutes, of.sources, of.needs)
    assert [(sample.id, sample.code, sample.output) for sample in lesson.samples] == [
        ("demo-hello", 'print("hello")\n', "hello\n")
    ]
    assert (of.title, of.language, of.url) == ("First steps", "en", "/learn/demo/first")
    assert lesson.url == "/de/learn/demo/first"
    assert lesson.samples[0].url == "/de/learn/demo/samples/demo-hello"
    assert [heading.id for heading in anchored(headings(parse(lesson.text)), lesson.anchors)] == ["hello"]
    assert not lesson.translations["de"].is_outdated


def test_what_is_not_translated_is_the_original_at_another_address(tmp_path: Path) -> None:
    spanish = in_language(translated(tmp_path), "es", "/es")
    section = spanish.section("demo")
    assert section is not None
    assert {(item.language, item.url) for item in (section, *section.lessons, *section.exercises, section.quiz)} == {
        ("en", "/es/learn/demo"),
        ("en", "/es/learn/demo/first"),
        ("en", "/es/learn/demo/second"),
        ("en", "/es/learn/demo/exercises/double"),
        ("en", "/es/learn/demo/quiz"),
    }
    assert section.lessons[0].title == "First steps"


def test_the_front_page_can_be_translated_with_title_and_summary(tmp_path: Path) -> None:
    text = '---\ntitle: Vorführung\nsummary: Zeigt es.\noriginal: "0"\n---\n## Was du tun wirst\n\nFang an.\n'
    section = in_language(translated(tmp_path, text, "content/section.de.md"), "de", "/de").section("demo")
    assert section is not None
    assert (section.title, section.summary, section.language) == ("Vorführung", "Zeigt es.", "de")
    assert section.anchors == ("what-you-will-do",)
    assert section.translations["de"].is_outdated


def test_an_original_that_has_changed_since(tmp_path: Path) -> None:
    changes = {**changed("content/10-first.md", "Words,", "Other words,"), FILE: GERMAN}
    section = load(write(tmp_path, changes))
    assert section.lessons[0].translations["de"].is_outdated


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "## Hallo",
            "### Hallo",
            "content/10-first.de.md:8: headings differ from the original's (number 1 is of level 2 there",
        ),
        ("## Hallo", "Hallo", "content/10-first.de.md:6: has 0 headings, the original 1"),
        ("demo-hello.py", "demo-other.py", "content/10-first.de.md:10: code fences differ from the original's"),
        ("hello\n```", "hallo\n```", "content/10-first.de.md:13: code fences differ from the original's"),
        (
            "::: tip",
            "::: note",
            "content/10-first.de.md:17: callouts differ from the original's (number 1 is tip there",
        ),
        (
            "#hello",
            "#hallo",
            "content/10-first.de.md:18: dead link: this page has no heading #hallo (did you mean hello?)",
        ),
        ("lesson:second#the-end", "lesson:second#das-ende", "content/10-first.de.md:6: dead link"),
        ("static/map.svg", "static/karte.svg", "content/10-first.de.md:6: there is no image static/karte.svg"),
        ("title: Erste Schritte\n", "", "content/10-first.de.md:1: title is missing"),
        ("original", "oroginal", "content/10-first.de.md:1: original is missing"),
        ("summary:", "minutes: 5\nsummary:", "content/10-first.de.md:3: unknown key 'minutes'"),
    ],
)
def test_what_is_not_alike_is_named(tmp_path: Path, old: str, new: str, finding: str) -> None:
    assert old in GERMAN
    with pytest.raises(ContentError) as raised:
        translated(tmp_path, GERMAN.replace(old, new, 1))
    assert any(finding in str(found) for found in raised.value.findings), str(raised.value)


def test_a_translation_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"10-frist\.de\.md:1: translates 10-frist\.md, which is not there"):
        translated(tmp_path, GERMAN, "content/10-frist.de.md")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("10-a.de.md", True), ("10-a.pt-BR.md", True), ("section.es.md", True), ("10-a.md", False), ("10-v1.2.md", False)],
)
def test_which_files_are_translations(name: str, is_one: bool) -> None:
    assert is_translation(Path(name)) is is_one
