"""What a plain suite starts beside itself: the program in a process of its own, and a redis-server.

Laid out beside `conftest_fresh.py` of an exercise. Whether a server is up is asked every millisecond.
"""

import contextlib
import json
import pathlib
import socket
import subprocess
import sys
import time

_ADDRESS = ("127.0.0.1", 8000)
URL = "http://{}:{}".format(*_ADDRESS)
SECONDS = 20
_CALLER = """
import importlib
import json
import sys

sys.path.insert(0, "")
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    target, args, kwargs = json.loads(line)
    module, _, name = target.partition(":")
    try:
        answer = {"returned": getattr(importlib.import_module(module), name)(*args, **kwargs)}
    except Exception as problem:
        answer = {"raised": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(answer), file=answers, flush=True)
"""


@contextlib.contextmanager
def serving(*arguments):
    """`python` with these arguments serves the program at `URL`."""
    with _process([sys.executable, *arguments]) as server:
        _wait_for(server, lambda: socket.create_connection(_ADDRESS).close())
        yield URL


@contextlib.contextmanager
def calling(**environment):
    """A function that calls others in the program: `call("module:function", ...)`."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with _process([sys.executable, "-c", _CALLER], **pipes, env=environment or None) as program:

        def call(target, /, *args, **kwargs):
            print(json.dumps([target, args, kwargs]), file=program.stdin, flush=True)
            answer = json.loads(program.stdout.readline())
            if "raised" in answer:
                raise RuntimeError(answer["raised"])
            return answer["returned"]

        yield call


@contextlib.contextmanager
def redis_server(path):
    """One that keeps nothing; its Unix socket is `path`."""
    command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--dir", "/tmp"]
    with _process(command, stdout=subprocess.DEVNULL) as server:

        def connect():
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(path)

        _wait_for(server, connect)
        yield path


@contextlib.contextmanager
def working(*arguments, log, ready, **environment):
    """`python` with these arguments is a worker that writes `ready` to the file `log` when it is."""
    with open(log, "wb") as output, _process([sys.executable, *arguments], stderr=output, env=environment) as worker:
        text = pathlib.Path(log)

        def look():
            if ready not in text.read_text():
                raise OSError(f"{ready!r} is not in the log")

        _wait_for(worker, look)
        yield


@contextlib.contextmanager
def _process(command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.kill()  # to stop in good order takes some of them seconds
        process.wait()


def _wait_for(process, try_it):
    end = time.monotonic() + SECONDS
    while True:
        try:
            return try_it()
        except OSError as problem:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{process.args} is not up") from problem
            time.sleep(0.001)
