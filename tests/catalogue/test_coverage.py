"""Claims of another text against lessons: what is found missing, unknown or malformed, and where."""

import pytest

from roadmap.catalogue import ContentError
from roadmap.catalogue.coverage import lessons_that_correct, lessons_that_cover, read_claims, uncovered

from .example import FILES, load, write

CLAIMS = """\
[[claim]]
id = "KA-1"
says = "It never loses a message"
sections = ["demo"]

[[claim]]
id = "KA-2"
says = "It is quick"
sections = ["demo", "elsewhere"]

[[correction]]
id = "C-1"
of = ["KA-1"]
says = "It depends."
sections = ["demo"]
"""
FIRST = "content/10-first.md"


def lesson(covers="[KA-1, KA-2]", callout="::: today {C-1} Never?\nIt depends.\n:::\n"):
    text = FILES[FIRST].replace("\nneeds:", f"\ncovers: {covers}\nneeds:", 1) if "\nneeds:" in FILES[FIRST] else ""
    text = text or FILES[FIRST].replace("\nminutes:", f"\ncovers: {covers}\nminutes:", 1)
    return {FIRST: f"{text}\n{callout}"}


def listed(folder, text=CLAIMS):
    path = folder / "claims.toml"
    path.write_text(text)
    return read_claims(path)


def found(claims, section):
    return [
        f"{finding.path.rpartition('/')[2]}:{finding.line}: {finding.message}"
        for finding in uncovered(claims, {"demo": section})
    ]


def test_what_a_lesson_names_is_covered(tmp_path):
    section = load(write(tmp_path, lesson()))
    claims = listed(tmp_path)
    assert found(claims, section) == []
    first = section.lessons[0]
    assert (first.covers, first.corrects) == (("KA-1", "KA-2"), ("C-1",))
    assert lessons_that_cover(claims.claims[0], [section]) == (first,)
    assert lessons_that_correct(claims.corrections[0], [section]) == (first,)
    assert claims.corrections_of(claims.claims[0]) == claims.corrections
    assert claims.corrections_of(claims.claims[1]) == ()


def test_what_no_lesson_names_is_missing_with_the_line_of_the_list(tmp_path):
    section = load(write(tmp_path, lesson("[KA-1]", "")))
    assert found(listed(tmp_path), section) == [
        "claims.toml:6: no lesson of demo covers KA-2: It is quick",
        "claims.toml:11: no lesson of demo makes the correction C-1",
    ]


def test_sections_that_are_not_installed_owe_nothing(tmp_path):
    assert uncovered(listed(tmp_path), {}) == ()


def test_an_id_that_is_not_listed_is_named_at_the_lesson(tmp_path):
    section = load(
        write(tmp_path, lesson("[KA-1, KA-2, KA-3]", "::: today {C-1} A\nB.\n:::\n\n::: today {C-9} A\nB.\n:::\n"))
    )
    messages = [line.partition(": ")[2] for line in found(listed(tmp_path), section)]
    assert messages == [
        "covers KA-3, which is no claim of claims.toml",
        "makes the correction C-9, which is not in claims.toml",
    ]


def test_a_claim_is_an_id(tmp_path):
    with pytest.raises(ContentError, match="'all of it' is no claim's id"):
        load(write(tmp_path, lesson("['all of it']")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("claim = 1\n", "list of tables"),
        ("", "claim"),
        (CLAIMS.replace('"KA-2"', '"KA-1"'), "KA-1 stands on line 1 already"),
        (CLAIMS.replace('["KA-1"]', '["KA-7"]'), "C-1 corrects KA-7, which is no claim of this list"),
        (CLAIMS.replace("says", "said"), "said"),
    ],
)
def test_a_list_that_is_wrong_is_refused(tmp_path, text, words):
    with pytest.raises(ContentError) as refusal:
        listed(tmp_path, text)
    assert words in str(refusal.value)
