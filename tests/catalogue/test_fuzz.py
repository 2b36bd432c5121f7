"""Whatever is in an author's files: a section, or a ContentError that names the file; never anything else."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roadmap.catalogue import ContentError
from roadmap.catalogue.toml import key_lines

from .example import FILES, load, write

NAMES = sorted(name for name in FILES if name.endswith((".md", ".toml", "checks.py")) and not name.endswith("ids.toml"))
KEYS = [
    "id",
    "title",
    "edit",
    "program",
    "programs",
    "limits",
    "env",
    "question",
    "choice",
    "right",
    "needs",
    "hints",
    "services",
    "check",
]
SCALARS = st.one_of(
    st.sampled_from(
        ["1", "-1", "true", '""', '"x"', '"a\\u0000b"', "2026-11-22", "2026-11-22T10:00:00Z", "nan", "inf", "1e400",
         "{}", "[]", '["a", "a"]', "[[]]", '[{x = 1}]', "'''\n[x]\n'''", '"""\na = 1\n"""', "0x1F",
         "9" * 5000, "[" * 3000, "{a = {b = 1}}",
         "&a [*a]", "!!python/object:os.system x", "*a", "? x", "!!binary x", "<<: {a: 1}", "\"\\ud800\"", "~"]
    ),
    st.text(max_size=8),
)  # fmt: skip
LINES = st.one_of(
    st.tuples(st.sampled_from(KEYS), SCALARS).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    st.tuples(st.sampled_from(KEYS), SCALARS).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    st.sampled_from(
        [
            "[env]",
            "[limits]",
            "[programs.web]",
            "[programs.worker]",
            "[[programs]]",
            "[[question]]",
            "[[question.choice]]",
            "[a.b]",
            "---",
            "",
            "  - x",
            "::: note",
            "```x",
        ]
    ),
    st.text(max_size=20),
)


@st.composite
def edits(draw):
    """One file of the example: lines replaced, added and removed, or something else altogether."""
    name = draw(st.sampled_from(NAMES))
    if draw(st.booleans()):
        return name, "\n".join(draw(st.lists(LINES, max_size=12)))
    lines = FILES[name].split("\n")
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines)))
        lines[place : place + draw(st.integers(0, 2))] = draw(st.lists(LINES, max_size=2))
    return name, "\n".join(lines)


def loads_or_names(changes):
    with tempfile.TemporaryDirectory() as folder:
        package = write(Path(folder), changes)
        try:
            load(package)
        except ContentError as error:
            assert error.findings
            for finding in error.findings:
                assert finding.path.startswith("roadmap_demo/")
                # As Python counts them, to whom a lone CR is an end, too; a last line without an end counts as well.
                path = package.parent / finding.path
                lines = len(re.split(rb"\r\n?|\n", path.read_bytes())) if path.is_file() else 1
                assert 1 <= finding.line <= lines, finding
                str(finding).encode()


@settings(deadline=None)
@given(edits())
def test_edited_text(edit):
    name, text = edit
    loads_or_names({name: text.encode("utf-8", "replace").decode()})


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.binary(max_size=60))
@example("exercises/double/checks.py", b"\r\x01")
def test_bytes(name, data):
    loads_or_names({name: data.decode("utf-8", "surrogateescape")})


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_bytes_in_the_middle(name, place, data):
    text = FILES[name].encode()
    loads_or_names({name: (text[:place] + data + text[place:]).decode("utf-8", "surrogateescape")})


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_in_place_of_a_file(tmp_path, name):
    package = write(tmp_path, {name: None})
    (package / name).mkdir()
    try:
        load(package)
    except ContentError as error:
        assert f"roadmap_demo/{name}" in str(error)


@settings(deadline=None)
@given(st.text())
def test_lines_of_keys_never_fail(text):
    for line in key_lines(text).values():
        assert line >= 1
