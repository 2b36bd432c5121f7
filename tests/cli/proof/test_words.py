"""Runs of words in common."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.cli.proof import SharedRun, shared_runs, shared_with

from ...catalogue.example import changed, load, write

OTHER = "Flask is a lightweight framework; it doesn't force a project layout on you, and that's why people like it."


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("It is small.", []),
        (
            "A lightweight framework; it doesn't force a project.",
            [(1, "a lightweight framework it doesn't force a project")],
        ),
        ("a lightweight framework it doesn't force a", []),
        (
            "One.\nSo: *a lightweight framework*;\nit doesn’t `FORCE` a\nproject, layout, or so.",
            [(2, "a lightweight framework it doesn't force a project layout")],
        ),
        (OTHER + " And again.\n" + OTHER, [(1, None), (2, None)]),
        ("", []),
    ],
)
def test_shared_runs(text, runs):
    found = shared_runs(text, OTHER)
    assert [run.line for run in found] == [line for line, _ in runs]
    for run, (_, words) in zip(found, runs, strict=True):
        assert words is None or run.words == words


def test_the_length_can_be_chosen():
    assert shared_runs("lightweight framework it", OTHER, length=3) == (SharedRun(1, "lightweight framework it"),)


WORDS = st.lists(st.sampled_from("abc"), max_size=30)


@settings(deadline=None)
@given(WORDS, WORDS, st.integers(1, 5))
def test_a_run_is_found_exactly_where_there_is_one(ours, theirs, length):
    def grams(words):
        return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}

    runs = shared_runs(" ".join(ours), " ".join(theirs), length)
    assert bool(runs) == bool(grams(ours) & grams(theirs))
    for run in runs:
        assert len(run.words.split()) >= length
        assert grams(run.words.split()) <= grams(theirs)


def test_all_files_of_a_package_are_read(tmp_path):
    note = "# Flask is a lightweight framework; it doesn't force a layout.\n"
    package = write(
        tmp_path, {**changed("content/20-second.md", "See ", f"{OTHER} See "), "exercises/double/starter/note.py": note}
    )
    (package / "static/picture.png").write_bytes(b"\x89PNG\xff")
    found = list(shared_with(load(package), OTHER))
    assert [(finding.path, finding.line) for finding in found] == [
        ("roadmap_demo/content/20-second.md", 8),
        ("roadmap_demo/exercises/double/starter/note.py", 1),
    ]
    assert "9 words in common" in found[1].message
