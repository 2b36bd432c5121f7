"""Splits a typed line into the arguments of one command, by the quoting rules of redis-cli."""

from __future__ import annotations

_ESCAPES = {"n": b"\n", "r": b"\r", "t": b"\t", "b": b"\b", "a": b"\a"}
_HEX = frozenset("0123456789abcdefABCDEF")
_SPACE = frozenset(" \t\n\r\v\f\0")


class Unbalanced(ValueError):
    """A quote has no end, or something follows directly after it."""


def split(line: str) -> list[bytes]:
    r"""The arguments in `line`, as bytes: what is typed counts as UTF-8, and "\xff" gives any byte.

    Double quotes know \n \r \t \b \a, \xHH, and \ before any other character for that character. Single quotes know \'
    only. As in redis-cli, what is outside of quotes is taken as it is, backslashes included.

    :raises Unbalanced: says which quote.
    """
    arguments: list[bytes] = []
    at = 0
    while True:
        while at < len(line) and line[at] in _SPACE:
            at += 1
        if at == len(line):
            return arguments
        argument = bytearray()
        while at < len(line) and line[at] not in _SPACE:
            if line[at] == '"':
                at = _double(line, at, argument)
            elif line[at] == "'":
                at = _single(line, at, argument)
            else:
                argument += line[at].encode()
                at += 1
        arguments.append(bytes(argument))


def quoted(data: bytes) -> str:
    """`data` as redis-cli shows it: in double quotes, with escapes, which `split` reads back.

    Printable text of any language stays readable, as `redis-cli --no-raw` would not do; all else is escaped.
    """
    text = data.decode("utf-8", "surrogateescape")
    return '"' + "".join(_shown(character) for character in text) + '"'


def _double(line: str, at: int, argument: bytearray) -> int:
    opened = at
    at += 1
    while at < len(line):
        character, rest = line[at], line[at + 1 : at + 4]
        if character == '"':
            return _closed(line, at, opened)
        if character == "\\" and rest[:1] == "x" and len(rest) == 3 and _HEX.issuperset(rest[1:]):
            argument.append(int(rest[1:], 16))
            at += 4
        elif character == "\\" and rest:
            argument += _ESCAPES.get(rest[0], rest[0].encode())
            at += 2
        else:
            argument += character.encode()
            at += 1
    raise Unbalanced(f"the double quote at position {opened + 1} has no end")


def _single(line: str, at: int, argument: bytearray) -> int:
    opened = at
    at += 1
    while at < len(line):
        if line[at] == "'":
            return _closed(line, at, opened)
        if line.startswith("\\'", at):
            at += 1
        argument += line[at].encode()
        at += 1
    raise Unbalanced(f"the single quote at position {opened + 1} has no end")


def _closed(line: str, at: int, opened: int) -> int:
    if at + 1 < len(line) and line[at + 1] not in _SPACE:
        raise Unbalanced(f"after the quote that began at position {opened + 1}, a space must follow")
    return at + 1


def _shown(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    for letter, byte in _ESCAPES.items():
        if character == byte.decode():
            return "\\" + letter
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))
