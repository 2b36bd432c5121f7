"""The program celery: a real worker that takes real tasks from this run's own redis-server."""

import tempfile
from pathlib import Path

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import Runtime, State, open_runner, runtimes

pytestmark = pytest.mark.sandbox

CELERY = Runtime(
    "celery", Path(__file__).parent / "runtimes/celery.txt", preload=("celery", "celery.contrib.testing"), plugin="t"
)
TASKS = """
import threading
import time
from celery import Celery

app = Celery("tasks")

@app.task
def add(x, y):
    return x + y

@app.task(bind=True, autoretry_for=(ValueError,), default_retry_delay=0, max_retries=3)
def flaky(self):
    if self.request.retries < 2:
        raise ValueError("again")
    return self.request.retries

@app.task
def leave():
    import os
    os._exit(9)

def ask(x):
    return add.delay(x, 1).get(timeout=30)

together = threading.Barrier(4)

@app.task
def meet():
    together.wait(20)
    return 1
"""
PROBE = """
from app import app

def result(name, *args):
    return app.send_task(name, args).get(timeout=30)

def together(name, count):
    sent = [app.send_task(name) for _ in range(count)]
    return [one.get(timeout=30) for one in sent]
"""


@pytest.fixture(scope="module")
def runner():
    root = runtimes.default_root()
    for runtime in (runtimes.JUDGE, CELERY):
        runtimes.build(runtime, root, on_line=lambda line: None)
    with tempfile.TemporaryDirectory() as data:
        runner = open_runner({"celery": CELERY}, data=Path(data), slots=1)
        yield runner
        runner.close()


def run(runner, check_job, body, tasks=TASKS, **options):
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    checks = f'import time\n\n\ndef test_it(probe, call, redis, logs):\n    """It holds."""\n{lines}'
    settings = {"program": "celery", "runtime": "celery", "services": ("redis",), "probe_source": PROBE, **options}
    return runner.execute(check_job(checks, {"app.py": tasks}, **settings))


@pytest.mark.parametrize(
    "body",
    [
        'assert probe("result", "app.add", 2, 3) == 5, "not added"',
        'assert call("app:ask", 4) == 5, "a caller cannot wait for its task"',
        'assert probe("result", "app.flaky") == 2, "not tried again"',
        'assert probe("together", "app.meet", 4) == [1] * 4, "one after the other"',
    ],
)
def test_a_worker_takes_tasks(runner, check_job, body):
    verdict = run(runner, check_job, body)
    assert verdict.state is State.PASSED, verdict


BROKER = '''
import base64
import json
import time


def wait_for(look):
    end = time.monotonic() + 30
    while not (found := look()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.01)
    return found


def test_waiting(programs, probe, broker, redis):
    """Waits in its queue."""
    programs["celery"].kill()
    assert broker.messages() == [] and broker.length("celery") == 0
    redis.lpush("celery", json.dumps({
        "body": base64.b64encode(b"cos\\nsystem\\n(S'touch /tmp/breach'\\ntR.").decode(), "content-type": "application/x-python-serialize",
        "headers": {"task": "app.evil"}, "properties": {"body_encoding": "base64"},
    }))
    redis.lpush("celery", "[1]", json.dumps({"body": "%%%", "content-type": "application/json", "properties": {"body_encoding": "base64"}}))
    evil, odd, broken = broker.messages()
    assert (evil["task"], evil["args"], evil["kwargs"]) == ("app.evil", None, None)
    assert (odd["task"], odd["args"]) == (None, None)
    assert (broken["body"], broken["args"]) == ("%%%", None)
    assert broker.length() == 3


def test_taken(probe, broker):
    """Is taken, and acknowledged when it is done."""
    probe("send", "app.late", 1)
    (taken,) = wait_for(broker.unacked)
    assert (taken["task"], taken["args"], taken["queue"]) == ("app.late", [1], "celery")
    assert broker.queues() == ["celery"]
    wait_for(lambda: not broker.unacked())
'''


def test_what_lies_in_the_broker_is_read_and_never_unpickled(runner, check_job):
    tasks = TASKS + "\n@app.task(acks_late=True)\ndef late(n):\n    time.sleep(0.5)\n"
    tasks = tasks.replace('Celery("tasks")', 'Celery("tasks", worker_prefetch_multiplier=1)')
    probe = PROBE + "\ndef send(name, *args):\n    app.send_task(name, args)\n"
    job = check_job(
        BROKER, {"app.py": tasks}, program="celery", runtime="celery",
        services=("redis",), probe_source=probe,
    )  # fmt: skip
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        ("import nothing\n", "ModuleNotFoundError: No module named 'nothing' (app.py, line 1)"),
        ("app = []\n", "TypeError: app:app is a list, and not a Celery application"),
    ],
)
def test_a_worker_that_does_not_start(runner, check_job, tasks, message):
    verdict = run(runner, check_job, "pass", tasks)
    assert (verdict.state, verdict.message) == (State.ERROR, message)


def test_a_worker_that_ends_while_it_is_in_use(runner, check_job):
    verdict = run(runner, check_job, 'probe("result", "app.leave")')
    assert verdict.state is State.CRASHED
    assert "The worker ended with exit status 9." in verdict.output


def test_a_worker_without_a_broker_is_named_with_its_log(runner, check_job):
    tasks = TASKS.replace('Celery("tasks")', 'Celery("tasks", broker="redis+socket:///run/nowhere.sock")')
    verdict = run(runner, check_job, "pass", tasks, limits=Limits(wall_seconds=3))
    assert verdict.state is State.TIME_LIMIT
    assert verdict.message.endswith("The celery program was not ready by then.")
    assert "Cannot connect to redis+socket:///run/nowhere.sock" in verdict.output
