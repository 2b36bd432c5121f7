"""Files as anybody may send them: taken as they are, or refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.learning import BadFiles, checked_files, files_digest
from roadmap.learning.files import FILE_LIMIT, TOTAL_LIMIT


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no files were sent"),
        ({"app.py": "a\0b"}, "app.py: source contains a NUL byte"),
        ({"app.py": b"bytes"}, "app.py: the content is not text"),
        ({"app.py": None}, "app.py: the content is not text"),
        ({"app.py": "ab\ud800"}, r"app.py: the text is not valid Unicode \(character 3\)"),
        ({"app.py": "x" * (FILE_LIMIT + 1)}, "app.py has 257 KiB; at most 256 KiB are taken"),
        ({"app.py": "é" * FILE_LIMIT}, "app.py has 512 KiB; at most 256 KiB are taken"),
        ({f"{n}.py": "x" * FILE_LIMIT for n in range(5)}, "the files have 1280 KiB together; at most 1024 KiB"),
        ({f"{n}.py": "" for n in range(65)}, "65 files were sent; at most 64 are taken"),
        ({"../app.py": ""}, r"\.\./app\.py is not a file name that is taken"),
        ({"/etc/passwd": ""}, "is not a file name that is taken"),
        ({"a//b.py": ""}, "is not a file name that is taken"),
        ({"a\\b.py": ""}, "is not a file name that is taken"),
        ({"a\nb.py": ""}, "is not a file name that is taken"),
        ({"": ""}, r"\(no name\) is not a file name that is taken"),
        ({"x" * 201: ""}, "is not a file name that is taken"),
        ({"app": "", "app/x.py": ""}, "app is sent as a file and as a folder"),
    ],
)
def test_refused(files: dict[str, Any], message: str) -> None:
    with pytest.raises(BadFiles, match=message):
        checked_files(files)


def test_only_what_may_be_edited_is_taken() -> None:
    assert checked_files({"app.py": "x"}, ("app.py", "b.py")) == {"app.py": "x"}
    with pytest.raises(BadFiles, match=r"checks\.py is not a file that you may edit here; these are: app\.py, b\.py"):
        checked_files({"app.py": "x", "checks.py": ""}, ("app.py", "b.py"))


@given(st.dictionaries(st.text(), st.text() | st.binary() | st.none() | st.integers(), max_size=5))
def test_whatever_is_sent_is_taken_as_it_is_or_refused_in_words(files: dict[str, Any]) -> None:
    try:
        taken = checked_files(files)
    except BadFiles as refused:
        assert str(refused).isprintable()
        return
    assert taken == files
    assert sum(len(text.encode()) for text in taken.values()) <= TOTAL_LIMIT
    for name, text in taken.items():
        assert ".." not in name.split("/") and not name.startswith("/") and "\0" not in name + text
    assert json.loads(json.dumps(taken)) == files


names = st.sampled_from(["a.py", "b.py", "c/d.py"])


@given(st.dictionaries(names, st.text()), st.dictionaries(names, st.text()))
def test_digests_are_equal_exactly_for_equal_files(one: dict[str, str], two: dict[str, str]) -> None:
    assert (files_digest(one) == files_digest(two)) == (one == two)
    assert files_digest(one) == files_digest(dict(reversed(one.items())))
    assert files_digest(one) != files_digest(one, {"main": "a.py"})
