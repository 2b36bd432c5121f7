"""How large a picture is, so that the page keeps its place free and the text below does not jump."""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from pathlib import Path

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_LENGTH = re.compile(r"\s(width|height)=[\"'](\d+(?:\.\d+)?)(?:px)?[\"']")
_VIEW_BOX = re.compile(r"\sviewBox=[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*[\"']")


@lru_cache(maxsize=512)
def size(path: Path) -> tuple[int, int] | None:
    """Width and height in pixels of an SVG or PNG file, or None where they cannot be told."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    if data.startswith(_PNG) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    match = _SVG.search(data[:4096].decode("utf-8", "replace"))
    return _svg_size(match[0]) if match else None


def _svg_size(tag: str) -> tuple[int, int] | None:
    lengths = dict(_LENGTH.findall(tag))
    if len(lengths) == 2:
        return round(float(lengths["width"])), round(float(lengths["height"]))
    box = _VIEW_BOX.search(tag)
    return (round(float(box[1])), round(float(box[2]))) if box else None
