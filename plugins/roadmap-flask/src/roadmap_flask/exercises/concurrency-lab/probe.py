"""What an operator sees of gunicorn: its processes, its settings; and the signals that an operator sends."""

import os
import signal
import time
from pathlib import Path

from gunicorn.config import Config


def children(parent):
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, ppid = (entry / "stat").read_text().rpartition(") ")[2].split()[:2]
            except OSError:
                continue
            if int(ppid) == parent and state not in "ZX":
                found.append(int(entry.name))
    return sorted(found)


def master():
    """gunicorn's first process, or None while there is none."""
    return next(iter(children(os.getpid())), None)


def workers():
    return children(master() or -1)


def settings():
    """Of gunicorn.conf.py, as gunicorn reads it: all of them, and the names of those that the file sets."""
    names = {}
    exec(compile(Path("gunicorn.conf.py").read_text(), "gunicorn.conf.py", "exec"), names)
    config = Config()
    given = sorted(set(names) & set(config.settings))
    for name in given:
        config.set(name, names[name])
    wanted = ("workers", "threads", "timeout", "graceful_timeout", "max_requests", "max_requests_jitter")
    return {"given": given, **{name: config.settings[name].get() for name in wanted}}


def terminate():
    """SIGTERM to gunicorn, as at each deployment; another one starts when it has ended."""
    os.kill(master(), signal.SIGTERM)


def another_than(old, seconds):
    """Waits until gunicorn's first process is another one than `old` and has workers; whether that came to pass."""
    return wait_for(lambda: master() not in (None, old) and workers(), seconds)


def beats(worker):
    """Whether a worker has given a sign of life: gunicorn watches those that did, and not one that is still starting."""
    folder = Path(f"/proc/{worker}/fd")
    try:
        for entry in folder.iterdir():
            if "wgunicorn" in str(entry.readlink()):
                # It sets the file's time to the monotonic clock's; before, it is that of the calendar.
                return entry.stat().st_mtime <= time.monotonic()
    except OSError:
        pass
    return False


def freeze(seconds):
    """Stops a worker in the middle of whatever it does, and waits until it was replaced; whether that came to pass."""
    wait_for(lambda: any(map(beats, workers())), 10)
    victim = next(filter(beats, workers()), workers()[0])
    os.kill(victim, signal.SIGSTOP)
    replaced = wait_for(lambda: victim not in workers() and len(workers()) > 1, seconds)
    if victim in workers():
        os.kill(victim, signal.SIGCONT)
    return replaced


def wait_for(condition, seconds):
    due = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > due:
            return False
        time.sleep(0.02)
    return True
