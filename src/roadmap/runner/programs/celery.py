"""A Celery worker in a process of its own, beside one that answers calls and so stands for whoever sends tasks."""

import os
import sys
import traceback

from celery import Celery
from celery.signals import worker_ready


def serve(program):  # type: ignore[no-untyped-def]
    application = program.load()
    if not isinstance(application, Celery):
        raise TypeError(f"{program.entry} is a {type(application).__name__}, and not a Celery application")
    redis = os.environ.get("BROKER_URL", "")
    for setting in ("broker_url", "result_backend"):
        # What the learner wrote counts, as it would elsewhere.
        if redis and not application.conf.get(setting):
            application.conf[setting] = redis
    heard, ready = os.pipe()
    worker = os.fork()
    if worker == 0:
        _work(application, ready)  # type: ignore[no-untyped-call]
    os.close(ready)
    if os.read(heard, 1):
        program.ready()
    _, status = os.waitpid(worker, 0)
    code = os.waitstatus_to_exitcode(status)
    sys.stderr.write(
        f"The worker ended with exit status {code}.\n" if code >= 0 else f"Signal {-code} ended the worker.\n"
    )
    raise ChildProcessError("the Celery worker ended")


def _work(application, ready):  # type: ignore[no-untyped-def]
    worker_ready.connect(lambda **what: os.write(ready, b"+"), weak=False)
    try:
        worker = application.Worker(
            pool="threads",
            concurrency=4,
            hostname="worker@sandbox",
            loglevel="WARNING",
            quiet=True,
            # What it would say to other workers, and there are none.
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        worker.start()
        os._exit(worker.exitcode or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(1)
