"""The supervisor's own life: warm processes that die, runs at the same time, owners that are killed."""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from roadmap.runner import Job, Runtime, State, Unavailable, open_runner
from roadmap.runner.sandbox import sandbox_uid

pytestmark = pytest.mark.sandbox


def hello(text="hello", **options):
    return Job(kind="run", runtime="flask", files={"main.py": f"print({text!r})"}, main="main.py", **options)


def family(root):
    """All processes below the process `root`, by reading who is whose parent."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found, grown = found | more, bool(more)
    return found - {root}


def looked_at(runner):
    return next(warm for warm in runner.warm_processes() if warm.runtime == "flask")


def alive(pids):
    return {
        pid
        for pid in pids
        if Path(f"/proc/{pid}/status").exists() and "\tZ" not in Path(f"/proc/{pid}/status").read_text()
    }


def test_warm_process_that_was_killed_is_started_again(runner):
    for _ in range(3):
        assert runner.execute(hello()).state is State.PASSED
        os.kill(runner._warm["flask"].pid, signal.SIGKILL)
    before = looked_at(runner)
    assert runner.execute(hello()).state is State.PASSED
    after = looked_at(runner)
    assert after.up and after.memory_bytes > 1_000_000
    assert after.restarts == before.restarts + 1


def test_run_whose_warm_process_dies_is_tried_again(runner):
    runner.execute(hello())
    began = threading.Event()

    def kill():
        began.wait(60)
        os.kill(runner._warm["flask"].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    slow = Job(
        kind="run",
        runtime="flask",
        files={"main.py": "import time; print(1); time.sleep(.5); print(2)"},
        main="main.py",
    )
    verdict = runner.execute(slow, lambda event: began.set() if event.kind == "output" else None)
    killer.join()
    assert verdict.state is State.PASSED
    assert verdict.output == "1\n2\n"


def test_nothing_is_left_of_runs(runner, check_job):
    checks = 'def test_it(http):\n    """It."""\n    assert http.get("/").status_code == 404\n'
    jobs = [
        hello(),
        hello(services=("redis",)),
        check_job(checks, {"app.py": "from flask import Flask\napp = Flask(__name__)"}, services=("redis",)),
        check_job(checks, {"app.py": "1/0"}),
    ]
    for job in jobs:
        runner.execute(job)

    def inventory():
        runner.settle()
        return (
            len(family(os.getpid())),
            len(os.listdir("/proc/self/fd")),
            Path("/proc/self/mountinfo").read_text(),
            os.listdir(runner._folder.runs),
            sorted(path.name for path in Path("/dev/shm").iterdir() if path.stat().st_uid == sandbox_uid()),
            sum(not thread.name.startswith("roadmap-ending") for thread in threading.enumerate()),
        )

    before = inventory()
    for _ in range(3):
        for job in jobs:
            runner.execute(job)
    assert inventory() == before
    assert before[3] == []


def test_jobs_run_at_the_same_time_up_to_the_slots(runner):
    slow = Job(
        kind="run", runtime="flask", files={"main.py": "print('here')\nimport time; time.sleep(0.6)"}, main="main.py"
    )
    two_at_once = threading.Barrier(2)

    def meet(event):
        if event.kind == "output":
            two_at_once.wait(60)

    began = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(runner.execute, [slow] * 4, [meet] * 4))
    assert [verdict.state for verdict in verdicts] == [State.PASSED] * 4
    # Never more than two: they take turns.
    assert time.monotonic() - began > 1.2
    assert sum(verdict.phases.queued > 0.4 for verdict in verdicts) >= 2


def test_owner_killed_leaves_no_process_and_its_folder_goes_with_the_next(declared, tmp_path):
    script = f"""
        import sys, threading
        from pathlib import Path
        from roadmap.runner import Job, Runtime, open_runner
        runtime = Runtime("flask", Path({str(declared["flask"].requirements)!r}))
        runner = open_runner({{"flask": runtime}}, data=Path("."), slots=1)
        job = Job(kind="run", runtime="flask", files={{"m.py": "print('up'); import time; time.sleep(60)"}}, main="m.py",
                  services=("redis",))
        runner.execute(job, lambda event: event.kind == "output" and print(runner._folder.path, flush=True))
    """
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    folder = Path(owner.stdout.readline().strip())
    pids = family(owner.pid)
    assert len(pids) >= 6
    assert folder.is_dir()
    owner.kill()
    owner.wait()
    owner.stdout.close()
    end = time.monotonic() + 60
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.02)
    assert alive(pids) == set()
    other = open_runner(declared, data=tmp_path, slots=1)
    assert other.execute(hello()).state is State.PASSED
    assert not folder.exists()
    other.close()


def test_a_spare_stands_ready_and_takes_the_next_run(runner):
    runner.execute(hello())
    runner.settle()
    warm = runner._warm["flask"]
    (spare,) = warm._spares
    assert runner.execute(hello()).state is State.PASSED
    runner.settle()
    (other,) = warm._spares
    assert other is not spare


def test_a_spare_that_was_killed_costs_nobody_a_verdict(runner):
    for _ in range(3):
        runner.execute(hello())
        runner.settle()
        (spare,) = runner._warm["flask"]._spares
        descriptors = socket.recv_fds(spare, 1, 1, socket.MSG_PEEK)[1]
        signal.pidfd_send_signal(descriptors[0], signal.SIGKILL)
        os.close(descriptors[0])
        select.select([], [], [], 0.05)
        verdict = runner.execute(hello())
        assert (verdict.state, verdict.output) == (State.PASSED, "hello\n")


def test_closed_runner_leaves_nothing_and_refuses(runner, declared, tmp_path):
    runner.settle()  # the session's own
    runner = open_runner(declared, data=tmp_path, slots=1)
    before = family(os.getpid())
    runner.execute(hello())
    folder = runner._folder.path
    runner.close()
    # The kernel ends what is in the namespaces of a process that was killed, but not at the same moment.
    end = time.monotonic() + 60
    while not family(os.getpid()) <= before and time.monotonic() < end:
        time.sleep(0.02)
    assert family(os.getpid()) <= before
    assert not folder.exists()
    assert runner.execute(hello()).state is State.UNAVAILABLE


def test_runtime_that_cannot_warm_up_is_unavailable_and_says_why(declared, tmp_path):
    broken = Runtime("flask", declared["flask"].requirements, preload=("flask", "nowhere"))
    runner = open_runner({"flask": broken}, data=tmp_path, slots=1)
    verdict = runner.execute(hello())
    assert verdict.state is State.UNAVAILABLE
    assert "No module named 'nowhere'" in verdict.message
    runner.close()


def test_warm_up_that_leaves_a_thread_is_refused(declared, tmp_path):
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    runner = open_runner(
        {"flask": Runtime("flask", declared["flask"].requirements, warmup=code)}, data=tmp_path, slots=1
    )
    assert "2 threads after the warm-up" in runner.execute(hello()).message
    runner.close()


def test_runtime_that_is_not_built_says_how(tmp_path, declared):
    runner = open_runner(declared, data=tmp_path, slots=1, root=tmp_path)
    assert "roadmap runtimes" in runner.execute(hello()).message
    runner.close()


def test_no_bubblewrap_means_unavailable(declared, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    runner = open_runner(declared, data=tmp_path, slots=1)
    assert isinstance(runner, Unavailable)
    assert "Install the Debian package bubblewrap" in runner.problem()
    assert runner.execute(hello()).state is State.UNAVAILABLE


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_it_works_as_an_ordinary_user(declared):
    """With copies that this user can read: the code, the libraries that it needs, and runtimes of its own."""
    import pyseccomp
    import uv

    script = """
        import os, sys, tempfile
        from pathlib import Path
        from roadmap.catalogue import Check, NamedProgram
        from roadmap.runner import Job, Runtime, open_runner, runtimes
        assert os.geteuid() == 20000
        runtime = Runtime("redis", Path("redis.txt"))
        root = runtimes.default_root()
        for each in (runtimes.JUDGE, runtime):
            runtimes.build(each, root, on_line=lambda line: None)
        runner = open_runner({"redis": runtime}, data=Path("."), slots=1)
        code = "import os, redis; print(redis.from_url(os.environ['REDIS_URL']).ping(), os.getuid())"
        both = ("redis", "postgres")
        verdict = runner.execute(Job(kind="run", runtime="redis", files={"m.py": code}, main="m.py", services=both))
        print(verdict.state.value, verdict.output, verdict.message)
        checks = (
            "def test_it(programs):\\n    programs['one'].call('m:put', 'seen')\\n    programs['one'].kill()\\n"
            "    assert programs['two'].call('m:get') == 'seen', 'not shared'\\n"
        )
        code = "import pathlib\\ndef put(text): pathlib.Path('f').write_text(text)\\ndef get(): return pathlib.Path('f').read_text()"
        verdict = runner.execute(Job(
            kind="check", runtime="redis", files={"m.py": code}, checks=(Check("test_it", "", 1),), checks_source=checks,
            programs=(NamedProgram("one", "python"), NamedProgram("two", "python")),
        ))
        print(verdict.state.value, verdict.message)
        runner.close()
    """
    with tempfile.TemporaryDirectory() as home:
        import shutil

        import roadmap.runner

        source = Path(roadmap.runner.__file__).parents[1]
        for name in ("__init__.py", "catalogue", "runner"):
            place = Path(home, "lib", "roadmap", name)
            (shutil.copytree if (source / name).is_dir() else shutil.copy)(source / name, _made(place))
        shutil.copy(pyseccomp.__file__, Path(home, "lib"))
        shutil.copytree(Path(uv.__file__).parent, Path(home, "lib", "uv"))
        shutil.copy(uv.find_uv_bin(), _made(Path(home, "bin", "uv")))
        shutil.copy(declared["redis"].requirements.with_name("redis.txt"), home)
        (Path(home, "lib", "roadmap", "catalogue", "__init__.py")).write_text(
            "from roadmap.catalogue.model import *\nfrom roadmap.catalogue.program import *\n"
            "from roadmap.catalogue.service import *\n"
        )
        (Path(home, "lib", "roadmap", "__init__.py")).write_text("")
        subprocess.run(["chown", "-R", "20000:20000", home], check=True)
        answer = subprocess.run(
            [
                "setpriv",
                "--reuid",
                "20000",
                "--regid",
                "20000",
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                textwrap.dedent(script),
            ],
            env={
                **os.environ,
                "HOME": home,
                "PYTHONPATH": f"{home}/lib",
                "PATH": f"{home}/bin:/usr/bin:/bin",
                "PYTHONUSERBASE": home,
                "XDG_DATA_HOME": f"{home}/data",
                "XDG_CACHE_HOME": f"{home}/cache",
                "TMPDIR": "/tmp",
            },
            cwd=home,
            capture_output=True,
            text=True,
            timeout=170,
        )
    assert answer.stdout == "passed True 1000\n \npassed \n", answer.stdout + answer.stderr


def _made(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
