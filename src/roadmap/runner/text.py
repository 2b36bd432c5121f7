"""What learners' programs print, made safe to store and show: valid UTF-8, nothing invisible that changes the rest."""

from __future__ import annotations

import codecs
import re
from typing import Any

# C0 but tab and newline, DEL, C1, direction marks and overrides, invisible separators and joiners that have no use in
# prose, byte order mark, interlinear marks, tags, lone surrogates. (The joiners of emoji and of Persian stay.)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str, longest: int | None = None) -> str:
    """`text` with every control, direction and lone surrogate character shown instead of obeyed."""
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    return _UNSEEN.sub(_shown, text.replace("\r\n", "\n"))


def visible_json(value: Any, depth: int = 40) -> Any:
    """JSON with every text in it made visible, keys too."""
    if isinstance(value, str):
        return visible(value)
    if depth == 0:
        return "…"
    if isinstance(value, list):
        return [visible_json(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {visible(str(key)): visible_json(item, depth - 1) for key, item in value.items()}
    return value


def _shown(found: re.Match[str]) -> str:
    number = ord(found.group())
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


class Output:
    """What programs printed on both their streams, in the order in which it came, up to a number of bytes together.

    With `labels` each line says which program printed it, and a line that another program interrupts is ended there.
    """

    def __init__(self, limit: int, *, labels: bool = False) -> None:
        self._left = limit
        self._labels = labels
        self._parts: list[str] = []
        self._own: dict[str, list[str]] = {}
        self._decoders: dict[tuple[str, str], codecs.IncrementalDecoder] = {}
        self._unended = ""
        """The program whose line has no end yet."""
        self.truncated = False

    def add(self, program: str, stream: str, data: bytes) -> str:
        """Keep `data` and return the text that is new, for those who watch."""
        if len(data) > self._left:
            self.truncated = True
            data = data[: self._left]
        self._left -= len(data)
        decoder = self._decoders.get((program, stream))
        if decoder is None:
            decoder = self._decoders[program, stream] = codecs.getincrementaldecoder("utf-8")("replace")
        text = visible(decoder.decode(data))
        self._own.setdefault(program, []).append(text)
        if self._labels and program and text:
            text = self._labelled(program, text)
        self._parts.append(text)
        return text

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def of(self, program: str) -> str:
        """What this one printed; of all, where it is empty."""
        return "".join(self._own.get(program, [])) if program else self.text

    def _labelled(self, program: str, text: str) -> str:
        lines = "".join(f"{program} | {line}" for line in text.splitlines(keepends=True))
        if self._unended == program:
            lines = lines.removeprefix(f"{program} | ")
        elif self._unended:
            lines = "\n" + lines
        self._unended = "" if text.endswith("\n") else program
        return lines
