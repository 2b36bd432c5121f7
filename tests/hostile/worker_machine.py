"""The machine of a worker: jobs reach it through a broker, and it is looked at from outside, as an operator would."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import redis

from roadmap.learning import EventLog
from roadmap.runner import Job, State, runtimes
from roadmap.testing.brokers import throwaway_redis
from roadmap.workers import Listener, RemoteRunner
from roadmap.workers.broker import make_app

from .harness import PATIENCE, grown
from .machine import children, family, link_of, resident, shared_memory
from .serving import SLOTS, described

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
QUIET_SECONDS = 1.5
SETTLE_SECONDS = 10
"""So long something may be missing that was there before, as a warm process is that starts anew."""
WAIT_SECONDS = 120.0
"""For a slot. On one machine jobs wait as long as it takes; visitors would be told earlier."""


class WorkerMachine:
    """A worker's process and its family, its folders and control groups; the broker; and whoever asks, this process."""

    def __init__(self, process, broker, declared, data):
        self._pid = process.pid
        self._broker = redis.Redis(unix_socket_path=str(broker.socket))
        self._url = broker.url
        self._runtimes = {name: str(path_of(runtime)) for name, runtime in declared.items()}
        self._runtimes["judge"] = str(path_of(runtimes.JUDGE))
        self._data = data
        links = [link_of(path) for path in Path(f"/proc/{self._pid}/fd").iterdir()]
        (self._folder,) = {Path(link).parent for link in links if link.endswith("/lock") and "/roadmap-runner-" in link}
        self._groups = list(Path("/sys/fs/cgroup").rglob(f"roadmap-runner-{self._pid}"))
        self._quiet = self._look()
        began = time.monotonic()
        # As it is when nothing has changed for a while.
        while time.monotonic() - began < QUIET_SECONDS:
            time.sleep(0.02)
            if (found := self._look()) != self._quiet:
                self._quiet, began = found, time.monotonic()

    def inventory(self):
        """The worker, too, clears away after its answer; so this waits for what was there when all was quiet.

        What does not come back, or does not go away, is returned as it is, and is what will be waited for from then on.
        """
        began = time.monotonic()
        while (found := self._look()) != self._quiet:
            waited = time.monotonic() - began
            if waited > (PATIENCE if grown(self._quiet, found) else SETTLE_SECONDS):
                break
            time.sleep(0.02)
        self._quiet = found
        return found

    def _look(self):
        return {
            "processes": len(self.processes()),
            "descriptors": len(os.listdir(f"/proc/{self._pid}/fd")),
            "threads": len(os.listdir(f"/proc/{self._pid}/task")),
            "mounts": len(Path(f"/proc/{self._pid}/mountinfo").read_text().splitlines()),
            "runs": os.listdir(self._folder / "runs"),
            "cgroups": [str(path) for base in self._groups for path in base.glob("*/")],
            "folder": sorted(os.listdir(self._folder)),
            "data": sorted(os.listdir(self._data)),
            "shm": shared_memory(),
            # Messages are in lists of their queue's name while they wait, and in one more until they are acknowledged.
            "broker": sorted(name.decode() for name in self._broker.scan_iter() if name != b"unacked_mutex"),
            "connections": self._broker.info("clients")["connected_clients"],
            "own descriptors": len(os.listdir("/proc/self/fd")),
        }

    def processes(self):
        return family(self._pid)

    def resident(self):
        self.inventory()
        found = {"supervisor": resident(self._pid)}
        for name in self._runtimes:
            found[name] = sum(resident(pid) for root in self._warm(name) for pid in family(root) | {root})
        return found

    def kill_warm(self, runtime):
        (pid,) = self._warm(runtime)
        os.kill(pid, signal.SIGKILL)
        # A busy machine may take its time, and the next job reach a warm process that is still to die.
        end = time.monotonic() + PATIENCE
        while pid in self._warm(runtime):
            assert time.monotonic() < end, f"{pid} does not die"
            time.sleep(0.005)

    def _warm(self, runtime):
        """The bubblewrap that the worker itself has started on the folder of `runtime`."""
        mark = self._runtimes[runtime].encode()
        return [pid for pid in children(self._pid) if mark in command_line(pid)]

    def counts(self):
        return bool(self._groups)

    def secrets(self):
        return (str(self._data), str(runtimes.default_root()), str(self._folder), self._url)


def command_line(pid):
    """Empty for a process that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def path_of(runtime):
    return runtimes.find(runtime, runtimes.default_root())


@contextmanager
def celery(declared, data):
    with throwaway_redis() as broker, serving(declared, data, broker) as process:
        app = make_app(broker.url)
        listener = Listener(app, EventLog())
        runner = RemoteRunner(app, listener, wait_seconds=WAIT_SECONDS)
        try:
            listener.start()
            end = time.monotonic() + START_SECONDS
            while not listener.slots():
                assert process.poll() is None and time.monotonic() < end, (data / "worker.log").read_text()
                time.sleep(0.05)
            make_threads(runner, declared)
            yield runner, WorkerMachine(process, broker, declared, data)
        finally:
            runner.close()


@contextmanager
def serving(declared, data, broker):
    """A process that works for `broker`; what it logs is in `data`."""
    command = [sys.executable, "-m", "tests.hostile.serving", str(data), broker.url, json.dumps(described(declared))]
    with (data / "worker.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def make_threads(runner, declared):
    """Start every warm process, and all threads and connections that a worker makes when it first wants them."""
    job = Job(kind="run", runtime="flask", files={"m.py": "import time; time.sleep(0.5)"}, main="m.py")
    for name in declared:
        assert runner.execute(Job(kind="run", runtime=name, files={"m.py": ""}, main="m.py")).state is State.PASSED
    with ThreadPoolExecutor(SLOTS) as pool:
        for _ in range(2):
            assert all(verdict.passed for verdict in pool.map(runner.execute, [job] * SLOTS))
