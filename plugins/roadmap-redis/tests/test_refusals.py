"""Commands that would hang, end or reconfigure the server get plain words; all others go through."""

from __future__ import annotations

import pytest
from roadmap_redis.console.command_line import split
from roadmap_redis.console.refusals import refusal


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("BLPOP queue 0", "LPOP answers at once"),
        ("blpop queue 0", "LPOP answers at once"),
        ("XREAD BLOCK 0 STREAMS s $", "Leave BLOCK out"),
        ("SUBSCRIBE news", "listens"),
        ("MONITOR", "listens"),
        ("SHUTDOWN NOSAVE", "belongs to whoever runs the server"),
        ("DEBUG SLEEP 100", "belongs to whoever runs the server"),
        ("CONFIG SET dir /tmp", "would change the server"),
        ("config rewrite", "would change the server"),
        ("CLIENT PAUSE 100000", "would change the server"),
        ("CLIENT KILL ID 3", "would change the server"),
        ("ACL SETUSER default off", "would change the server"),
        ("SCRIPT DEBUG YES", "would change the server"),
        ("REPLICAOF example.org 6379", "only one"),
        ("MODULE LOAD /x.so", "belongs to whoever"),
        ("HELLO 3", "the connection"),
        ("QUIT", "the connection"),
    ],
)
def test_refused_in_plain_words(line: str, words: str) -> None:
    assert words in (refusal(split(line)) or "")


@pytest.mark.parametrize(
    "line",
    [
        "GET a",
        "CONFIG GET maxmemory",
        "CONFIG",
        "CLIENT INFO",
        "XREAD STREAMS s 0",
        "MULTI",
        "SELECT 3",
        "EVAL 'return 1' 0",
        "FLUSHALL",
        "INFO",
        "\\xff",
        "KEYS *",
    ],
)
def test_all_others_are_sent(line: str) -> None:
    assert refusal(split(line)) is None
