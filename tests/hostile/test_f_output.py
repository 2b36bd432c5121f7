"""Group F: output and reporting."""

import json

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import Job, State

QUIET = Limits(wall_seconds=4, cpu_seconds=3, output_kb=32)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("while True: print('x' * 100)", id="row-108-stdout"),
        pytest.param("import sys\nwhile True: print('x' * 100, file=sys.stderr)", id="row-109-stderr"),
        pytest.param("import sys\nwhile True: sys.stdout.write('x' * 5000)", id="row-110-one-line"),
        pytest.param("import os\nwhile True: os.write(1, bytes(4096))", id="row-110-nul-bytes"),
    ],
)
def test_flood(hostile, code):
    verdict = hostile.run(State.OUTPUT_LIMIT, code, limits=QUIET)
    assert verdict.output_truncated
    assert len(verdict.output) == 32 * 1024


def test_row_112_dead_before_the_cap(hostile):
    code = "import os\nos.set_blocking(1, True)\nos.write(1, b'x' * 40_000)\nos._exit(0)"
    hostile.run((State.OUTPUT_LIMIT, State.PASSED), code, limits=QUIET)


def test_row_113_every_code_point(hostile):
    code = (
        "import sys\ntext = ''.join(map(chr, range(0x110000))).encode('utf-8', 'surrogatepass')\n"
        "sys.stdout.buffer.write(text)\nsys.stderr.buffer.write(text)"
    )
    hostile.run(State.OUTPUT_LIMIT, code)


def test_row_113_every_byte(hostile):
    verdict = hostile.run(State.PASSED, "import os\nos.write(1, bytes(range(256)))")
    assert verdict.output.startswith("␀␁␂")
    assert "\ufffd" in verdict.output


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        pytest.param("print(chr(0xd800))", "\\ud800\n", id="row-115-lone-surrogate"),
        pytest.param("print('a' + chr(0) + 'b' + chr(27) + '[31m')", "a␀b␛[31m\n", id="row-116-control"),
        pytest.param("print('<script>alert(1)</script>')", "<script>alert(1)</script>\n", id="row-118-markup"),
        pytest.param("print('a' + chr(0x202e) + 'b' + chr(0x200b))", "a\\u202eb\\u200b\n", id="row-119-directions"),
        pytest.param(
            "print('<PASSED::>Test Passed\\n{\"done\": true}')",
            '<PASSED::>Test Passed\n{"done": true}\n',
            id="row-125-protocol",
        ),
    ],
)
def test_it_is_only_shown(hostile, code, shown):
    assert hostile.run(State.PASSED, code).output == shown


@pytest.mark.parametrize(
    "result",
    [
        pytest.param("chr(0xd800)", id="row-115-returned"),
        pytest.param("{chr(0xd800): 1}", id="row-115-key"),
        pytest.param("float('nan')", id="row-128-nan"),
        pytest.param("1e999", id="row-128-infinity"),
        pytest.param("object()", id="row-128-not-json"),
        pytest.param("'\\u202e\\x00<img src=x onerror=alert(1)>'", id="row-118-returned"),
        pytest.param("[n for n in range(100_000)]", id="row-124-long-list"),
        pytest.param("deep()", id="row-128-deep"),
        pytest.param("'x' * 50_000_000", id="row-128-large"),
        pytest.param("10 ** 5000", id="row-128-digits"),
    ],
)
def test_strange_result_is_a_failed_check(hostile, result):
    code = f"def deep():\n    x = []\n    for n in range(100_000): x = [x]\n    return x\n\n\ndef double(n):\n    return {result}\n"
    hostile.check(State.FAILED, code)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("def __str__(self): raise Bad()", id="row-121-str-raises"),
        pytest.param("def __str__(self): return 5", id="row-121-str-is-no-text"),
        pytest.param("def __str__(self): return open('/etc/shadow').read()", id="row-121-str-reads"),
        pytest.param("__cause__ = property(lambda self: 1 / 0)", id="row-121-cause-raises"),
    ],
)
def test_hostile_exception(hostile, body):
    code = f"class Bad(Exception):\n    {body}\n\n\ndef double(n):\n    raise Bad('x')\n"
    assert "Bad" in hostile.check(State.FAILED, code).checks[0].feedback


def test_row_121_endless_text(hostile):
    code = (
        "class Bad(Exception):\n    def __str__(self):\n        while True: pass\n\n\ndef double(n):\n    raise Bad\n"
    )
    hostile.check(State.TIME_LIMIT, code, limits=Limits(wall_seconds=2, cpu_seconds=1))


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException", "StopIteration"])
def test_row_122_base_exceptions(hostile, name):
    verdict = hostile.check(State.FAILED, f"def double(n):\n    raise {name}('x')\n")
    assert [check.outcome.value for check in verdict.checks] == ["failed", "failed"]
    assert name in verdict.checks[0].feedback


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.stdout = sys.stderr = None\n",
        "import builtins\nbuiltins.print = None\n",
        "import logging\nlogging.disable(50)\nlogging.getLogger = None\n",
        "import os\nos.close(1); os.close(2)\n",
        "import warnings\nwarnings.simplefilter('error')\nwarnings.warn = None\n",
    ],
    ids=["row-127-streams", "row-127-print", "row-127-logging", "row-127-descriptors", "row-130-warnings"],
)
def test_right_answer_stays_right(hostile, code):
    hostile.check(State.PASSED, code + "def double(n):\n    return 2 * n\n")


@pytest.mark.parametrize(
    "bytes_sent",
    [
        "b'garbage' * 999",
        "b'\\xff\\xff\\xff\\xff'",
        "b'\\0\\0\\0\\x02{}'",
        "b'\\0\\0\\0\\x02[]'",
        "b'\\0\\1\\0\\0' + b'[' * 65536",
    ],
)
def test_row_128_garbage_to_the_judge(hostile, bytes_sent):
    """The program takes the judge's connection for itself."""
    code = (
        "import gc, os, socket, stat\n\n\ndef double(n):\n    for name in os.listdir('/proc/self/fd'):\n        try:\n"
        "            if stat.S_ISSOCK(os.fstat(int(name)).st_mode): os.write(int(name), "
        f"{bytes_sent})\n        except OSError: pass\n    return 2 * n\n"
    )
    verdict = hostile.check(State.FAILED, code)
    assert verdict.checks[0].outcome.value in ("failed", "error")


@pytest.mark.parametrize(
    "message",
    [
        "b'garbage' * 999",
        "b'\\0\\0\\0\\x02[]'",
        "b'\\0\\0\\0\\x10{\"started\": true}'",
        "b'\\0\\0\\0\\x0d{\"raised\": {}}'",
    ],
)
def test_row_128_garbage_on_the_start_line(hostile, message):
    code = (
        "import os, socket, stat\nfor name in os.listdir('/proc/self/fd'):\n    try:\n"
        f"        if stat.S_ISSOCK(os.fstat(int(name)).st_mode): os.write(int(name), {message})\n    except OSError: pass\n"
    )
    hostile.check((State.FAILED, State.ERROR, State.CRASHED), code + "def double(n):\n    return 1\n")


@pytest.mark.parametrize(
    "answer",
    [
        "b'HTTP/1.1 200 OK\\r\\n\\r\\n' + b'x' * 60_000_000",
        "b'HTTP/1.1 200 OK\\r\\nX: ' + b'x' * 9_000_000",
        "b'HTTP/1.1 200 OK\\r\\nContent-Encoding: deflate\\r\\n\\r\\n' + BOMB",
        "b'\\0' * 100",
        "b'HTTP/1.1 200 OK\\r\\nContent-Length: 99\\r\\n\\r\\nshort'",
        "b'HTTP/1.1 999 \\xff\\r\\n\\r\\n'",
    ],
    ids=["row-128-large", "row-128-header", "row-128-bomb", "row-128-nonsense", "row-128-short", "row-128-status"],
)
def test_strange_answers_over_http(hostile, answer):
    """A program that answers on the listening socket itself, beside waitress."""
    app = (
        "import os, socket, stat, threading, zlib\n"
        "made = zlib.compressobj(9, zlib.DEFLATED, -15)\nBOMB = (made.compress(bytes(10_000_000)) + made.flush(zlib.Z_FULL_FLUSH)) * 80\n"
        f"ANSWER = {answer}\n\n\ndef answer(listener):\n    while True:\n        connection, _ = listener.accept()\n        try:\n"
        "            connection.recv(4096)\n            connection.sendall(ANSWER)\n        except OSError: pass\n        connection.close()\n\n\n"
        "for name in sorted(os.listdir('/proc/self/fd'), key=int):\n    try:\n        found = socket.socket(fileno=os.dup(int(name)))\n"
        "        if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and 'app' in str(found.getsockname()): break\n    except OSError: pass\n"
        "answer(found) if os.fork() == 0 else None\nimport time; time.sleep(0.3)\nos.close(found.fileno())\n"
        "def app(environ, start_response):\n    time.sleep(1)\n    start_response('200 OK', [])\n    return [b'right']\n"
    )
    checks = 'def test_it(http):\n    """It."""\n    assert http.get("/").text == "right", "The answer is not right."\n'
    limits = Limits(wall_seconds=8, cpu_seconds=6)
    files = {"app.py": app}
    hostile.check((State.FAILED, State.PASSED), files, checks=checks, program="wsgi", limits=limits)


def test_row_118_nothing_is_markup_once_escaped(hostile):
    job = Job(kind="run", runtime="flask", files={"<img>.py": "1/0 # <script>"}, main="<img>.py")
    verdict = hostile.submit(State.ERROR, job)
    assert "<script>" in json.dumps(verdict.to_dict())
