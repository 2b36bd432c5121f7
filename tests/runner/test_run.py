"""Run: a file executed and what it prints, or a web program's front page as curl would show it."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import Job, State

pytestmark = pytest.mark.sandbox


@pytest.fixture
def run(runner):
    def execute(code, *, runtime="flask", main="main.py", events=None, **options):
        job = Job(kind="run", runtime=runtime, files={main: code}, main=main, id="run", **options)
        return runner.execute(job, (events if events is not None else []).append)

    return execute


def test_output_is_streamed_and_kept(run):
    events = []
    verdict = run("import sys\nprint('out')\nprint('err', file=sys.stderr)", events=events)
    assert verdict.state is State.PASSED
    assert sorted(verdict.output.split()) == ["err", "out"]
    assert {(event.data["stream"], event.data["text"]) for event in events if event.kind == "output"} == {
        ("stdout", "out\n"),
        ("stderr", "err\n"),
    }
    assert verdict.versions["flask"] == "3.1.3"
    assert verdict.seed is None


def test_exception_is_an_error_with_traceback(run):
    verdict = run("def f():\n    return 1 / 0\n\n\nf()\n")
    assert verdict.state is State.ERROR
    assert verdict.message == "ZeroDivisionError: division by zero (main.py, line 2)"
    assert verdict.traceback.startswith('Traceback (most recent call last):\n  File "main.py", line 5')
    assert verdict.output == verdict.traceback


@pytest.mark.parametrize(
    ("code", "state", "message"),
    [
        ("raise SystemExit", State.PASSED, ""),
        ("raise SystemExit(3)", State.FAILED, "exit status 3"),
        ("raise SystemExit('no')", State.FAILED, "exit status 1"),
        ("import os; os.abort()", State.CRASHED, "SIGABRT"),
        ("x = 'x' * 10**12", State.MEMORY_LIMIT, "MemoryError"),
    ],
)
def test_how_it_ends(run, code, state, message):
    verdict = run(code)
    assert verdict.state is state
    assert message in verdict.message


def test_it_is_main_and_ends_like_a_script(run):
    code = (
        "import atexit, threading, time\natexit.register(print, 'bye')\n"
        "threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()\n"
        "if __name__ == '__main__':\n    print('main', __file__)\n"
    )
    assert run(code).output.split("\n")[:3] == ["main /work/main.py", "thread", "bye"]


def test_dataclasses_pickle_and_subprocesses_work(run):
    code = (
        "import pickle, subprocess, sys\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass Point:\n    x: int\n\n\n"
        "print(pickle.loads(pickle.dumps(Point(1))))\n"
        "print(subprocess.run([sys.executable, '-c', 'import flask; print(6 * 7)'], capture_output=True, text=True).stdout)\n"
    )
    assert run(code).output == "Point(x=1)\n42\n\n"


def test_services_are_there(run):
    code = "import os, redis\nclient = redis.from_url(os.environ['REDIS_URL'])\nprint(client.incr('n'), client.info()['redis_version'][:1])"
    assert run(code, runtime="redis", services=("redis",)).output == "1 7\n"


def test_loopback_is_up_and_private(run):
    code = (
        "import socket\nlistener = socket.create_server(('127.0.0.1', 8000))\n"
        "socket.create_connection(('127.0.0.1', 8000))\nprint('met', socket.getaddrinfo('localhost', 80)[0][4][0])"
    )
    assert run(code).output.startswith("met ")


def test_front_page_of_a_web_program(run):
    code = "from flask import Flask\napp = Flask(__name__)\n\n\n@app.get('/')\ndef home():\n    return 'hällo'\n"
    verdict = run(code, program="wsgi", entry="main:app")
    assert verdict.state is State.PASSED
    assert verdict.output.startswith("HTTP/1.1 200 OK\n")
    assert verdict.output.endswith("\n\nhällo")


def test_stdin_is_empty(run):
    assert run("input()").message == "EOFError: EOF when reading a line (main.py, line 1)"


def test_time_limit(run):
    verdict = run("import time\nprint('begun')\ntime.sleep(60)", limits=Limits(wall_seconds=0.5))
    assert verdict.state is State.TIME_LIMIT
    assert verdict.output == "begun\n"
