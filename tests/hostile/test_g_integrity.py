"""Group G: a wrong answer must not score, whatever it does."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

WRONG = "\n\ndef double(n):\n    return 1\n"
NOT_PASSED = (State.FAILED, State.ERROR, State.CRASHED, State.TIME_LIMIT)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import os; os._exit(0)", id="row-131-exit-at-import"),
        pytest.param("import sys; sys.exit(0)", id="row-133-sys-exit-at-import"),
        pytest.param("raise SystemExit", id="row-133-system-exit"),
        pytest.param("import atexit, os; atexit.register(os._exit, 0)" + WRONG, id="row-134-atexit"),
        pytest.param("import signal, os; signal.signal(15, lambda *a: os._exit(0))" + WRONG, id="row-134-signal"),
        pytest.param(
            "class Same(int):\n    def __eq__(self, other): return True\n    def __hash__(self): return 0\n"
            "    __sub__ = __abs__ = __lt__ = __eq__\n\n\ndef double(n):\n    return Same(1)\n",
            id="row-136-equal-to-all",
        ),
        pytest.param("import unittest; raise unittest.SkipTest('x')", id="row-137-skip-at-import"),
        pytest.param("def double(n):\n    import unittest; raise unittest.SkipTest", id="row-137-skip"),
        pytest.param("import unittest; unittest.TestCase.assertEqual = lambda *a: None" + WRONG, id="row-139-asserts"),
        pytest.param(
            "import json\nopen('/work/results.json', 'w').write(json.dumps({'passed': True}))\nimport time; time.sleep(60)",
            id="row-145-results-then-hang",
        ),
        pytest.param(
            "import os\nif os.fork() == 0:\n    while True:\n        try: open('/work/verdict.json', 'w').write('{\"passed\": true}')\n"
            "        except OSError: pass" + WRONG,
            id="row-146-daemon",
        ),
        pytest.param(
            "import sys\nclass Fake:\n    def __getattr__(self, name): return self\nsys.modules['json'] = Fake()"
            + WRONG,
            id="row-151-modules",
        ),
        pytest.param(
            "import sys, builtins\nclass Finder:\n    def find_spec(self, *a): raise ImportError\nsys.meta_path.insert(0, Finder())"
            + WRONG,
            id="row-151-meta-path",
        ),
        pytest.param(
            "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda x: 0\nbuiltins.AssertionError = KeyError"
            + WRONG,
            id="row-152-builtins",
        ),
        pytest.param(
            'import json; json.dumps = lambda *a, **k: \'{"results": [{"returned": 0}]}\'' + WRONG, id="row-152-json"
        ),
        pytest.param(
            "import sys\ndef double(n):\n    frame = sys._getframe()\n    while frame:\n        for value in frame.f_locals.values():\n"
            "            if isinstance(value, int) and value == 2 * n: return value\n        frame = frame.f_back\n",
            id="row-158-frames",
        ),
        pytest.param(
            "import gc\ndef double(n):\n    for thing in gc.get_objects():\n        if isinstance(thing, dict) and thing.get('want') == 2 * n: return 2 * n\n",
            id="row-158-heap",
        ),
        pytest.param("from solution_reference import double", id="row-160-reference"),
        pytest.param("def double(n):\n    return {1: 2, 2: 4, 3: 6, 10: 20}.get(n)\n", id="row-164-hard-coded"),
        pytest.param(
            "import random\nrandom.seed = random.randrange = lambda *a: 5\n\n\ndef double(n):\n    return 10\n",
            id="row-167-random",
        ),
        pytest.param(
            "import sys\nsys.settrace(lambda *a: None); sys.setprofile(lambda *a: None); sys.addaudithook(lambda *a: None)"
            + WRONG,
            id="row-178-trace",
        ),
        pytest.param(
            "import ctypes\n\n\ndef double(n):\n    ctypes.c_ssize_t.from_address(id(1) + 24).value = 2 * n\n    return 1\n"
            + "",
            id="row-179-small-int",
        ),
        pytest.param("def double(n):\n    ...\n", id="row-181-stub"),
        pytest.param("", id="row-181-empty"),
        pytest.param(
            "class Loud:\n    def __reduce__(self): return (print, ('run',))\n\n\ndef double(n):\n    import pickle; return pickle.dumps(Loud()).hex()\n",
            id="row-173-pickle",
        ),
        pytest.param(
            "def double(n):\n    return \"{{ ''.__class__.__mro__ }} {0.__class__}\"\n", id="row-176-templates"
        ),
    ],
)
def test_it_does_not_score(hostile, code):
    # The trick with a small int may well end with the right number: then it is a right answer.
    expected = (*NOT_PASSED, State.PASSED) if "from_address" in code else NOT_PASSED
    hostile.check(expected, code, limits=Limits(wall_seconds=2, cpu_seconds=1.5))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"conftest.py": "import pytest\ndef pytest_runtest_makereport(): pass\n"}, id="row-142-conftest"),
        pytest.param({"pytest.ini": "[pytest]\naddopts = --collect-only\n", "setup.cfg": "[tool:pytest]\n"}, id="row-143-configuration"),
        pytest.param({"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p nowhere'\n"}, id="row-143-pyproject"),
        pytest.param({"evil-1.dist-info/entry_points.txt": "[pytest11]\nevil = evil\n", "evil-1.dist-info/METADATA": "Name: evil\nVersion: 1\n"}, id="row-149-entry-point"),
        pytest.param({"pytest.py": "raise SystemExit(0)", "checks.py": "def test_doubles(): pass\n"}, id="row-148-pytest"),
        pytest.param({"json.py": "raise SystemExit(0)", "httpx.py": "x", "ast.py": "def parse(*a): pass\n"}, id="row-148-standard-library"),
        pytest.param({"sitecustomize.py": "import os; os._exit(0)", "usercustomize.py": "import os; os._exit(0)"}, id="row-148-site"),
    ],
)  # fmt: skip
def test_files_that_a_grader_might_read(hostile, files):
    """A wrong answer fails with them, for its own reason or for theirs; a right one that does not import them passes."""
    hostile.check(NOT_PASSED, {"solution.py": WRONG, **files}, entry="solution")
    hostile.check(State.PASSED, {"solution.py": "def double(n): return 2 * n\n", **files}, entry="solution")


def test_row_157_checks_are_nowhere_to_read(hostile):
    code = (
        "import gc, os\n\n\ndef double(n):\n    found = []\n    for top in ('/work', '/tmp', '/run', '/runs', '/services', '/opt/roadmap', '/dev/shm'):\n"
        "        for folder, _, names in os.walk(top):\n            for name in names:\n                try: text = open(os.path.join(folder, name)).read()\n"
        "                except (OSError, ValueError): continue\n                if 'HID' + 'DEN-' in text: found.append(name)\n"
        "    for map in open('/proc/self/maps'):\n        if '[heap]' in map:\n            low, high = (int(part, 16) for part in map.split()[0].split('-'))\n"
        "            with open('/proc/self/mem', 'rb') as memory:\n                memory.seek(low)\n                if b'HID' + b'DEN-' in memory.read(high - low): found.append('heap')\n"
        "    print('found', found)\n    return found\n"
    )
    assert "found []" in hostile.check(State.FAILED, code).output


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


@pytest.mark.parametrize("attempt", range(5))
def test_row_182_right_answer_passes_again_and_again(hostile, attempt):
    hostile.check(State.PASSED, "def double(n):\n    return 2 * n\n")
