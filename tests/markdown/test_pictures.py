"""Sizes of pictures."""

import struct

import pytest
from bs4 import BeautifulSoup

from roadmap.catalogue import load_section
from roadmap.markdown import render_lesson
from roadmap.markdown.pictures import size


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'<svg xmlns="x" width="640" height="480.4px" viewBox="0 0 1 1">', (640, 480)),
        (b'<?xml version="1.0"?>\n<svg\n viewBox="0 0 300 150.6"></svg>', (300, 151)),
        (b'<svg width="100%" viewBox="-5,-5, 20 10">', (20, 10)),
        (b"<svg>", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 12, 34) + b"\x08", (12, 34)),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xfe", None),
        (b"", None),
    ],
)
def test_sizes(tmp_path, data, expected):
    path = tmp_path / "picture"
    path.write_bytes(data)
    assert size(path) == expected


def test_a_file_that_is_not_there(tmp_path):
    assert size(tmp_path / "none.svg") is None


def test_a_lesson_keeps_the_place_of_a_picture_free(tmp_path):
    package = tmp_path / "roadmap_demo"
    (package / "static").mkdir(parents=True)
    (package / "content").mkdir()
    (package / "static/map.svg").write_text('<svg viewBox="0 0 30 20"/>')
    (package / "content/section.md").write_text("Front.\n")
    front = "---\nid: a\ntitle: A\nsummary: S\nminutes: 1\n---\n"
    (package / "content/10-a.md").write_text(front + "![A map](static/map.svg)\n")
    section = load_section(
        "demo", title="D", summary="S", hue=1, after=(), content=package / "content", exercises=None,
        samples=package / "samples", runtimes=(), distribution="d", version="1", path=package,
    )  # fmt: skip
    image = BeautifulSoup(render_lesson(section, section.lessons[0]).html, "html.parser").img
    assert (image["width"], image["height"], image["loading"]) == ("30", "20", "lazy")
