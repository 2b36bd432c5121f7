"""Replies look as redis-cli prints them."""

from __future__ import annotations

import base64

import pytest
from roadmap_redis.console.key_space import key, time_left
from roadmap_redis.console.replies import written


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def string(text: str, more: int = 0) -> dict[str, object]:
    return {"kind": "string", "value": b64(text), "more": more}


def array(*items: dict[str, object], more: int = 0) -> dict[str, object]:
    return {"kind": "array", "value": list(items), "more": more}


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ({"kind": "status", "value": b64("OK")}, "OK"),
        ({"kind": "integer", "value": -2}, "(integer) -2"),
        ({"kind": "nil"}, "(nil)"),
        ({"kind": "error", "value": b64("ERR no")}, "(error) ERR no"),
        (string('say "hi"\n\x00'), r'"say \"hi\"\n\x00"'),
        (string("Käse"), '"Käse"'),
        (string("abc", more=5000), '"abc" … and 5,000 bytes more'),
        (array(), "(empty array)"),
        (array(string("a"), {"kind": "nil"}), '1) "a"\n2) (nil)'),
        (array(string("a"), more=7), '1) "a"\n… and 7 more'),
    ],
)
def test_reply(reply: dict[str, object], text: str) -> None:
    assert written(reply) == text


def test_nested_arrays_are_indented_below_their_number() -> None:
    inner = array(string("x"), array(string("deep"), {"kind": "integer", "value": 1}))
    assert written(array(string("0"), inner)) == '1) "0"\n2) 1) "x"\n   2) 1) "deep"\n      2) (integer) 1'


def test_numbers_are_aligned_as_in_redis_cli() -> None:
    lines = written(array(*(string(str(number)) for number in range(10)))).splitlines()
    assert lines[0] == ' 1) "0"'
    assert lines[9] == '10) "9"'


def test_a_key_in_words() -> None:
    preview = [b64(text) for text in ("ada", "310", "tom", "2")]
    row = key({"database": 0, "name": b64("scores"), "type": "zset", "left": 90_000, "size": 7, "preview": preview})
    assert (row.type, row.left, row.size, row.preview) == ("sorted set", "90 s", "7 members", '"ada": 310, "tom": 2 …')


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (-1, "no limit"),
        (1_500, "1.5 s"),
        (119_000, "119 s"),
        (300_000, "5 min"),
        (7_200_000, "2 h"),
        (864_000_000, "10 days"),
    ],
)
def test_time_left(milliseconds: int, words: str) -> None:
    assert time_left(milliseconds) == words
