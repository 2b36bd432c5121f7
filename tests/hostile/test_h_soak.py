"""Row 199: very many runs in one supervisor leave everything as it was. `make soak` takes 10,000, `RUNS` says how many."""

import os
from itertools import cycle, islice

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import Job, State

from .harness import grading, running
from .kinds import KINDS, RIGHT, WRONG

MB = 1024 * 1024
GROWTH = 12 * MB
"""What any one process may have gained at the end: caches of a known size fill up, and nothing grows with the runs."""
SAMPLE = 300


def jobs():
    """What a site sees in a day: right and wrong, services, floods, crashes, and programs that must be killed."""
    short = Limits(wall_seconds=0.5, cpu_seconds=0.3, memory_mb=64, output_kb=16)
    wsgi, python = KINDS["wsgi"], KINDS["python"]
    return [
        (State.PASSED, running("")),
        (State.PASSED, grading("def double(n):\n    return 2 * n\n")),
        (State.PASSED, grading(wsgi.files(RIGHT), **wsgi.options())),
        (State.FAILED, grading(python.files(WRONG), **python.options())),
        (State.PASSED, running("import os\nif os.fork() == 0:\n    os.setsid()\n    import time; time.sleep(60)\nprint('main')")),
        (State.ERROR, running("1/0")),
        (State.CRASHED, running("import os; os.kill(os.getpid(), 11)")),
        (State.MEMORY_LIMIT, running("x = [bytearray(50_000_000) for n in range(9)]", limits=short)),
        (State.OUTPUT_LIMIT, running("while True: print('x' * 1000)", limits=short)),
        (State.PASSED, running("open('/dev/shm/left', 'w').write('x' * 100_000)\nopen('/tmp/left', 'w')")),
        (State.PASSED, Job(kind="run", runtime="redis", files={"m.py": "print(1)"}, main="m.py", services=("redis",))),
        (State.TIME_LIMIT, running("while True: pass", limits=short)),
    ]  # fmt: skip


@pytest.mark.local_only("the memory that must not grow is that of one supervisor, and a worker has the same")
@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(SAMPLE, id="row-199-sample", marks=pytest.mark.timeout(900)),
        pytest.param(int(os.environ.get("RUNS", "10000")), id="row-199-all", marks=[pytest.mark.soak, pytest.mark.timeout(0)]),
    ],
)  # fmt: skip
def test_many_runs_leave_nothing(hostile, runs):
    mixture = jobs()
    for expected, job in islice(cycle(mixture), 3 * len(mixture)):
        hostile.right_verdict(expected, hostile.runner.execute(job))
    inventory, memory = hostile.machine.inventory(), hostile.machine.resident()
    for number, (expected, job) in enumerate(islice(cycle(mixture), runs), 1):
        hostile.right_verdict(expected, hostile.runner.execute(job))
        if number % 1000 == 0:
            print(number, {name: size // MB for name, size in hostile.machine.resident().items()}, flush=True)
            assert hostile.machine.inventory() == inventory
    assert hostile.machine.inventory() == inventory
    grown = {name: size - memory[name] for name, size in hostile.machine.resident().items()}
    assert {name: size // 1024 for name, size in grown.items() if size > GROWTH} == {}
