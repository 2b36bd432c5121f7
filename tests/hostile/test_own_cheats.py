"""Cheats that are not in the catalogue, made up with this runner's own seams in view. docs/sandbox.md lists them."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

from .kinds import KINDS, RIGHT, WRONG

NOT_PASSED = (State.FAILED, State.ERROR, State.CRASHED, State.TIME_LIMIT)

# Code that a cheat starts with: the sockets that the learner's process has from us, and our way to write on them.
SOCKETS = """
import json, os, socket, stat, struct, threading

def ours():
    for name in sorted(os.listdir("/proc/self/fd"), key=int):
        try:
            if int(name) > 2 and stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                yield socket.socket(fileno=os.dup(int(name)))
        except OSError:
            pass

def pack(message):
    text = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack("!I", len(text)) + text

def listening(part):
    return [s for s in ours() if s.getsockopt(1, 30) and part in str(s.getsockname())][0]
"""


@pytest.mark.parametrize(
    "message",
    ['{"done": True}', '{"check": "test_doubles", "outcome": "passed", "feedback": "", "expected": None, "got": None}',
     '{"started": True, "state": "passed"}', '{"author": "x"}', '{"fault": "x"}', '{"ended": 0}'],
    ids=[f"own-cheat-01-verdict-on-the-start-line-{what}" for what in ("done", "check", "started", "author", "fault", "ended")],
)  # fmt: skip
@pytest.mark.parametrize("kind", [KINDS["wsgi"], KINDS["python"]], ids=["wsgi", "python"])
def test_verdict_on_the_start_line(hostile, kind, message):
    """The one line of ours that a program has, on which it says that it is up."""
    trick = SOCKETS + f"for one in ours():\n    try: one.send(pack({message}))\n    except OSError: pass\n"
    hostile.check(NOT_PASSED, kind.files(WRONG, trick), **kind.options())


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param('{"results": [{"returned": q["calls"][0]["args"][0]}]}', id="own-cheat-02-the-question-as-the-answer"),
        pytest.param('b\'{"results": [{"returned": 1}], "results": [{"returned": 2}]}\'', id="own-cheat-03-two-answers-in-one"),
        pytest.param('{"results": [{"returned": 1, "raised": None}] * 1}', id="own-cheat-03-answer-and-exception"),
        pytest.param('{"results": []}', id="own-cheat-03-no-answers"),
        pytest.param('{"results": [{"raised": {"type": "Skipped", "message": "", "place": "", "traceback": ""}}]}', id="own-cheat-04-told-to-skip"),
        pytest.param('{"results": [{"raised": {"type": "MemoryError", "message": "", "place": "", "traceback": ""}}]}', id="own-cheat-04-told-of-memory"),
        pytest.param('{"results": [{"returned": {"$ref": "want", "__class__": "Same"}}], "passed": True, "outcome": "passed"}', id="own-cheat-03-more-than-asked"),
    ],
)  # fmt: skip
def test_answers_in_place_of_ours(hostile, reply):
    """The program takes over the socket on which our code in its process would answer calls."""
    trick = SOCKETS + (
        "def serve():\n    door = listening('call')\n    while True:\n        line, _ = door.accept()\n        while True:\n"
        "            head = line.recv(4)\n            if len(head) < 4: break\n            q = json.loads(line.recv(struct.unpack('!I', head)[0], socket.MSG_WAITALL))\n"
        f"            line.sendall(pack({reply}))\n"
        "threading.Thread(target=serve, daemon=True).start()\nimport time; time.sleep(0.1)\n"
    )
    expected = (*NOT_PASSED, State.MEMORY_LIMIT) if "MemoryError" in reply else NOT_PASSED
    hostile.check(
        expected,
        "import time\n"
        + trick
        + "import roadmap_inside.calls as c\nc.serve = lambda *a: time.sleep(99)\n\n\ndef double(n):\n    return 1\n",
    )


def test_own_cheat_05_descriptors_with_the_answer(hostile):
    """A thousand of them, in the hope that the judge keeps them, runs out of its own, and lets things pass."""
    trick = SOCKETS + (
        "def serve():\n    door = listening('call')\n    while True:\n        line, _ = door.accept()\n        while (head := line.recv(4)):\n"
        "            line.recv(struct.unpack('!I', head)[0], socket.MSG_WAITALL)\n            for part in [bytes([b]) for b in pack({'results': [{'returned': 1}]})]:\n"
        "                socket.send_fds(line, [part], [0] * 60)\nthreading.Thread(target=serve, daemon=True).start()\nimport time; time.sleep(0.1)\n"
    )
    hostile.check(NOT_PASSED, trick + "import roadmap_inside.calls as c\nc.serve = lambda *a: time.sleep(99)\n")


@pytest.mark.parametrize("number", ["9", "19"])
def test_own_cheat_06_the_one_at_the_other_end(hostile, number):
    """Whom the kernel names as the peer of the judge's connection is sent a signal; so is whoever owns the sockets."""
    code = SOCKETS + (
        "import fcntl, signal\n\n\ndef double(n):\n    for one in ours():\n        for pid in (struct.unpack('3i', one.getsockopt(1, 17, 12))[0], -1):\n"
        "            for act in (lambda: os.kill(pid, NUMBER), lambda: os.killpg(pid, NUMBER), lambda: fcntl.fcntl(one, 8, pid), lambda: fcntl.fcntl(one, 10, NUMBER)):\n"
        "                try: pid > 0 and act()\n                except OSError: pass\n        try: signal.pidfd_send_signal(struct.unpack('i', one.getsockopt(1, 77, 4))[0], NUMBER); print('through')\n"
        "        except OSError: pass\n    return 1\n"
    ).replace("NUMBER", number)
    assert "through" not in hostile.check(State.FAILED, code).output


def test_own_cheat_07_a_server_of_its_own_in_place_of_redis(hostile):
    """The program puts its own server where the check's client connects, which says yes to everything."""
    code = (
        "import os, socket, threading\n\n\ndef save(key):\n    for place in ('/run/redis.sock', '/run/redis/redis.sock'):\n        try:\n            os.remove(place)\n"
        "            door = socket.socket(socket.AF_UNIX); door.bind(place); door.listen(9)\n            print('bound', place)\n        except OSError: continue\n"
        "        def serve(door=door):\n            while True:\n                line, _ = door.accept()\n                while line.recv(4096): line.sendall(b'$1\\r\\n1\\r\\n')\n"
        "        threading.Thread(target=serve, daemon=True).start()\n    return True\n"
    )
    checks = 'def test_it(call, redis):\n    """It."""\n    call("solution:save", "k")\n    assert redis.get("k") == "1", "The server has no such key."\n'
    hostile.check(State.FAILED, code, checks=checks, runtime="redis", services=("redis",))


def test_own_cheat_08_a_task_that_never_ran(hostile):
    """The caller writes the result into the backend by its own hand; the check asks the server what went through it."""
    app = (
        "import json\nfrom celery import Celery\nfrom celery.result import AsyncResult\napp = Celery('tasks')\n\n\n@app.task(name='double')\ndef double(n):\n    return 2 * n\n\n\n"
        "def ask(n):\n    app.backend.store_result('made-up', 2 * n, 'SUCCESS')\n    return AsyncResult('made-up', app=app).get(timeout=2)\n"
    )
    checks = (
        'def test_it(call, redis, random, expect):\n    """A worker does it."""\n    n = random.randrange(1000)\n    before = redis.info("commandstats").get("cmdstat_lpush", {}).get("calls", 0)\n'
        '    expect(call("app:ask", n)).equals(2 * n)\n    after = redis.info("commandstats").get("cmdstat_lpush", {}).get("calls", 0)\n    assert after > before, "No task went through the broker."\n'
    )
    options = KINDS["celery"].options(checks=checks)
    hostile.check(State.FAILED, {"app.py": app}, **options)
    honest = app.replace("    app.backend.store_result('made-up', 2 * n, 'SUCCESS')\n    return AsyncResult('made-up', app=app)", "    return double.delay(n)")  # fmt: skip
    hostile.check(State.PASSED, {"app.py": honest}, **options)


@pytest.mark.parametrize("given", ["True", "1.0", "'1'", "[1]", "1e0", "{'1': 1}", "1 + 1e-12"])
def test_own_cheat_09_what_is_equal_only_to_python(hostile, given):
    """`True == 1` in Python, and not for somebody who was promised a number."""
    checks = 'def test_it(call, expect):\n    """One."""\n    expect(call("solution:one")).equals(1)\n'
    expected = (State.PASSED, State.FAILED) if given in ("1.0", "1e0") else State.FAILED
    hostile.check(expected, f"def one():\n    return {given}\n", checks=checks)


HTTP = {
    "own-cheat-10-two-answers-at-once": (
        "b'HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n1HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n2'"
    ),
    "own-cheat-10-length-twice": "b'HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 9\\r\\n\\r\\n1'",
    "own-cheat-10-continue-for-ever": "b'HTTP/1.1 100 Continue\\r\\n\\r\\n' * 5000 + b'HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n1'",
    "own-cheat-11-redirect": "b'HTTP/1.1 302 Found\\r\\nLocation: file:///work/checks.py\\r\\nContent-Length: 0\\r\\n\\r\\n'",
    "own-cheat-11-redirect-to-itself": "b'HTTP/1.1 307 x\\r\\nLocation: /double/1\\r\\nContent-Length: 0\\r\\n\\r\\n'",
    "own-cheat-12-switching": "b'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: verdict\\r\\n\\r\\n{\"outcome\": \"passed\"}'",
    "own-cheat-12-pickle": "b'HTTP/1.1 200 OK\\r\\nContent-Type: application/x-python-pickle\\r\\nContent-Length: 1\\r\\n\\r\\n1'",
    "own-cheat-12-charset": "b'HTTP/1.1 200 OK\\r\\nContent-Type: application/json; charset=idna\\r\\nContent-Length: 1\\r\\n\\r\\n1'",
}  # fmt: skip


@pytest.mark.parametrize("answer", HTTP.values(), ids=HTTP)
def test_answers_that_are_not_quite_http(hostile, answer):
    """Before waitress is up, a child answers on the listening socket in its place."""
    trick = SOCKETS + (
        f"ANSWER = {answer}\ndoor = listening('app')\nif os.fork() == 0:\n    while True:\n        line, _ = door.accept()\n        while line.recv(4096):\n"
        "            try: line.sendall(ANSWER)\n            except OSError: break\n"
        "ours = [os.close(int(n)) for n in os.listdir('/proc/self/fd') if int(n) > 2 and os.path.exists('/proc/self/fd/' + n) and False]\n"
    )
    kind = KINDS["wsgi"]
    hostile.check(NOT_PASSED, kind.files(WRONG, trick), **kind.options(limits=Limits(wall_seconds=3, cpu_seconds=2)))


def test_own_cheat_13_a_drop_every_so_often(hostile):
    """An answer that never ends and never stalls: the clock on the wall ends it."""
    trick = SOCKETS + (
        "import time\ndoor = listening('app')\nif os.fork() == 0:\n    while True:\n        line, _ = door.accept()\n        line.recv(4096)\n"
        "        line.sendall(b'HTTP/1.1 200 OK\\r\\n')\n        while True:\n            line.sendall(b'X: y\\r\\n')\n            time.sleep(0.02)\n"
    )
    kind = KINDS["wsgi"]
    limits = Limits(wall_seconds=1.5, cpu_seconds=1)
    hostile.check((State.TIME_LIMIT, State.FAILED), kind.files(WRONG, trick), **kind.options(limits=limits))


def test_own_cheat_14_broken_on_purpose_to_be_tried_again(hostile):
    """What it saw the first time would help the second; so nothing that it can do counts as our own fault."""
    trick = SOCKETS + (
        "def double(n):\n    for one in ours():\n        try:\n            one.shutdown(2)\n        except OSError: pass\n"
        "    for name in range(3, 200):\n        try: os.close(name)\n        except OSError: pass\n    return 1\n"
    )
    hostile.check((State.FAILED, State.CRASHED), trick)


def test_own_cheat_15_right_only_while_it_is_looked_at(hostile):
    """Right for the first check, and wrong from then on: each check draws its own numbers, and all must hold."""
    kind = KINDS["python"]
    code = "asked = []\n\n\ndef answer(n):\n    asked.append(n)\n    return 2 * n if len(asked) == 1 else 1\n"
    verdict = hostile.check(State.FAILED, kind.files(code), **kind.options())
    assert [check.outcome.value for check in verdict.checks] == ["passed", "failed"]
    hostile.check(State.PASSED, kind.files(RIGHT), **kind.options())
