"""Group H: faults of the service itself."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import Job, State, walls
from roadmap.runner.local import LocalRunner
from roadmap.runner.verdict import Verdict

from .harness import watching
from .machine import named


@pytest.mark.local_only("it asks the supervisor itself")
def test_row_187_walls_that_fell_are_noticed(hostile, monkeypatch):
    """A copy of the proof whose hostile program gets through: nothing may run after it."""
    through = walls.PROGRAM.replace('"write to /usr": lambda: writes("/usr/breach")', '"write to /usr": lambda: 1')
    monkeypatch.setattr(walls, "PROGRAM", through)
    problem = walls.breach(hostile.runner.run_once)
    assert "lets a program write to /usr" in problem
    runner = LocalRunner({}, slots=1, root=hostile.runner._root)
    verdict = runner.execute(Job(kind="run", runtime="judge", files={"m.py": "print(1)"}, main="m.py"))
    assert verdict.state is State.UNAVAILABLE
    assert "write to /usr" in verdict.message
    assert verdict.output == ""
    runner.close()


@pytest.mark.local_only("it asks the supervisor itself")
def test_row_187_walls_stand(hostile):
    assert walls.breach(hostile.runner.run_once) is None


@pytest.mark.parametrize("name", ["flask", "judge"])
def test_row_188_warm_process_killed_between_runs(hostile, name):
    for _ in range(5):
        hostile.machine.kill_warm(name)
        hostile.next_honest_one_is_well()
    hostile.check(State.PASSED, "def double(n): return 2 * n\n")


def test_row_190_poison_ends_after_two_attempts(hostile):
    """Whatever kills our machinery every time is tried twice, and the learner is not blamed."""
    attempts = set()

    def kill():
        begun = named(hostile.machine.processes(), "poison")
        if begun - attempts:
            attempts.update(begun)
            hostile.machine.kill_warm("flask")

    code = "import ctypes, time; ctypes.CDLL(None).prctl(15, b'poison'); time.sleep(5)"
    with watching(kill):
        verdict = hostile.runner.execute(Job(kind="run", runtime="flask", files={"m.py": code}, main="m.py"))
    assert verdict.state is State.UNAVAILABLE
    assert len(attempts) == 2
    hostile.next_honest_one_is_well()


@pytest.mark.parametrize("count", [5, 50, 500])
def test_row_196_many_at_once(hostile, count):
    job = Job(kind="run", runtime="flask", files={"m.py": "print('ok')"}, main="m.py")
    with ThreadPoolExecutor(count) as pool:
        verdicts = list(pool.map(hostile.runner.execute, [job] * count))
    assert [(verdict.state, verdict.output) for verdict in verdicts] == [(State.PASSED, "ok\n")] * count
    hostile.next_honest_one_is_well()


@pytest.mark.local_only("the clock that steps is the supervisor's")
def test_row_197_clock_is_monotonic(hostile, monkeypatch):
    jump = iter(range(0, 10**9, 86_400))
    monkeypatch.setattr(time, "time", lambda: float(next(jump)))
    verdict = hostile.runner.execute(Job(kind="run", runtime="flask", files={"m.py": "print(1)"}, main="m.py"))
    assert isinstance(verdict, Verdict)
    assert 0 < verdict.phases.started + verdict.phases.ran < 5


def test_row_200_nothing_stays_in_the_warm_process(hostile):
    leave = (
        "import sys, builtins, signal, os, flask\nbuiltins.left = sys.left = flask.left = 1\nsys.path.append('/left')\n"
        "signal.signal(signal.SIGUSR1, signal.SIG_IGN)\nos.environ['LEFT'] = '1'\n"
    )
    hostile.run(State.PASSED, leave)
    look = (
        "import sys, builtins, signal, os, flask\n"
        "print([hasattr(x, 'left') for x in (builtins, sys, flask)], '/left' in sys.path, signal.getsignal(10), 'LEFT' in os.environ)\n"
    )
    assert hostile.run(State.PASSED, look).output == "[False, False, False] False 0 False\n"


def test_row_203_service_that_does_not_start_is_named(hostile):
    job = Job(
        kind="observe", runtime="redis", files={}, program="none", services=("redis",), state=b"not an RDB file",
        observer_source="def observe(i, w): return w.redis.ping()",
    )  # fmt: skip
    verdict = hostile.submit(State.UNAVAILABLE, job)
    assert verdict.message.startswith("redis-server, which this program needs, did not start, twice: ")
    assert "Fatal error loading the DB" in verdict.output
    hostile.check(State.PASSED, "def double(n): return 2 * n\n", runtime="redis", services=("redis",))


@pytest.mark.parametrize(("program", "runtime"), [("wsgi", "flask"), ("asgi", "fastapi"), ("tornado", "tornado")])
def test_row_203_program_that_does_not_start_is_named_with_its_log(hostile, program, runtime):
    app = "print('looking for the database', flush=True)\nimport os\nos._exit(7)\n"
    verdict = hostile.check(State.ERROR, {"app.py": app}, program=program, runtime=runtime)
    assert verdict.message == f"The {program} program ended before it was ready (exit status 7)."
    assert verdict.output == "looking for the database\n"


@pytest.mark.parametrize(("program", "runtime"), [("asgi", "fastapi"), ("tornado", "tornado")])
def test_row_203_program_that_hangs_at_its_start_is_named(hostile, program, runtime):
    app = "print('waiting', flush=True)\nimport time\ntime.sleep(60)\n"
    limits = Limits(wall_seconds=2)
    verdict = hostile.check(State.TIME_LIMIT, {"app.py": app}, program=program, runtime=runtime, limits=limits)
    assert verdict.message.endswith(f"The {program} program was not ready by then.")
    assert verdict.output == "waiting\n"
