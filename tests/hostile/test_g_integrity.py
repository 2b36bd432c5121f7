"""Group G: a wrong answer must not score. What only one kind of program can try; the rest is in test_g_kinds.py."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

WRONG = "\n\ndef double(n):\n    return 1\n"
NOT_PASSED = (State.FAILED, State.ERROR, State.CRASHED, State.TIME_LIMIT)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "class Same(int):\n    def __eq__(self, other): return True\n    def __hash__(self): return 0\n"
            "    __sub__ = __abs__ = __lt__ = __eq__\n\n\ndef double(n):\n    return Same(1)\n",
            id="row-136-equal-to-all",
        ),
        pytest.param(
            "class Same(float):\n    def __repr__(self): return '2 * n'\n    __str__ = __format__ = __repr__\n\n\ndef double(n):\n    return Same('inf')\n",
            id="row-136-infinite",
        ),
        pytest.param(
            "class Loud:\n    def __reduce__(self): return (print, ('run',))\n\n\ndef double(n):\n    import pickle; return pickle.dumps(Loud()).hex()\n",
            id="row-173-pickle",
        ),
    ],
)
def test_it_does_not_score(hostile, code):
    hostile.check(NOT_PASSED, code, limits=Limits(wall_seconds=2, cpu_seconds=1.5))


def test_row_179_a_number_that_is_another(hostile):
    """It may well end with the right number where it is returned: then it is a right answer, and nothing of ours is."""
    code = (
        "import ctypes\n\n\ndef double(n):\n    ctypes.c_ssize_t.from_address(id(1) + 24).value = 2 * n\n    return 1\n"
    )
    hostile.check((*NOT_PASSED, State.PASSED), code, limits=Limits(wall_seconds=2, cpu_seconds=1.5))


def test_row_161_hidden_source_is_not_shown(hostile):
    checks = 'def test_it(call):\n    """It."""\n    secret_name = call("solution:double", 1)\n    assert secret_name == 2 and "secret text"\n'
    verdict = hostile.check(State.FAILED, WRONG, checks=checks)
    assert "secret" not in str(verdict)


def test_row_166_arguments_are_copies(hostile):
    checks = 'def test_it(call, expect):\n    """It."""\n    given = [1, 2]\n    call("solution:double", given)\n    expect(given).equals([1, 2])\n'
    hostile.check(State.PASSED, "def double(n):\n    n.clear()\n", checks=checks)


def test_row_169_nothing_gives_the_checker_away(hostile):
    app = (
        "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n\n\n@app.get('/')\ndef seen():\n"
        "    return str([*os.environ, *request.headers.values()])\n"
    )
    checks = 'def test_it(http):\n    """It."""\n    text = http.get("/").text.lower()\n    assert "pytest" not in text and "httpx" not in text, text\n'
    hostile.check(State.PASSED, {"app.py": app}, checks=checks, program="wsgi")


def test_row_170_the_real_server_is_asked(hostile):
    code = (
        "import os\nclass Fake:\n    def __getattr__(self, name): return lambda *a: True\n\n\n"
        "import redis\nredis.Redis = Fake\ntry:\n    os.unlink('/run/redis.sock')\nexcept OSError: pass\n\n\ndef save(key):\n    return Fake().set(key, 1)\n"
    )
    checks = 'def test_it(call, redis):\n    """It."""\n    call("solution:save", "k")\n    assert redis.get("k") == "1", "The server has no such key."\n'
    hostile.check(State.FAILED, code, checks=checks, runtime="redis", services=("redis",))


def test_row_170_servers_that_learners_break(hostile):
    code = (
        "import os, redis\n\n\ndef double(n):\n    client = redis.from_url(os.environ['REDIS_URL'], retry=redis.retry.Retry(redis.backoff.NoBackoff(), 0))\n"
        "    for command in ('CONFIG SET maxmemory 1', 'CONFIG SET requirepass x', 'DEBUG SEGFAULT', 'SHUTDOWN NOSAVE'):\n"
        "        try: client.execute_command(*command.split())\n        except redis.RedisError: pass\n    return 2 * n\n"
    )
    hostile.check((State.PASSED, State.FAILED), code, runtime="redis", services=("redis",))


def test_row_172_sql(hostile):
    code = (
        "import sqlite3\n\n\ndef double(n):\n    database = sqlite3.connect(':memory:')\n    database.execute(\"ATTACH '/etc/passwd' AS x\")\n"
        "    database.execute('WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t').fetchall()\n"
    )
    hostile.check((State.TIME_LIMIT, State.FAILED), code, limits=Limits(wall_seconds=2, cpu_seconds=1))


def test_row_182_right_answer_passes_again_and_again(hostile):
    for _ in range(20):
        hostile.check(State.PASSED, "def double(n):\n    return 2 * n\n")


def test_row_163_no_two_attempts_have_the_same_hidden_data(hostile):
    """What leaks bit by bit is of no use in the next attempt. (How many attempts a minute: row 163 in test_h_web.py.)"""
    seen = set()
    for _ in range(4):
        verdict = hostile.check(State.FAILED, "def double(n):\n    print('asked', n)\n    return 1\n")
        seen.update(line for line in verdict.output.splitlines() if line.startswith("asked"))
    assert len(seen) >= 7


def test_row_163_the_seed_is_drawn_where_nobody_can_ask_for_it(hostile):
    """It cannot be had from inside, nor be worked out from what one saw."""
    seeds = [hostile.check(State.PASSED, "def double(n): return 2 * n\n").seed for _ in range(3)]
    assert len(set(seeds)) == 3
    assert all(0 <= seed < 2**53 for seed in seeds)
