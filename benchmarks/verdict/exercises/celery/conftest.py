import contextlib
import importlib
import multiprocessing
import random as numbers
import shutil
import socket
import subprocess
import tempfile

import pytest


@pytest.fixture(scope="session")
def broker():
    folder = tempfile.mkdtemp()
    path = f"{folder}/redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
            break
    yield f"redis+socket://{path}"
    server.kill()
    server.wait()
    shutil.rmtree(folder)


def work(app, ready):
    from celery.signals import worker_ready

    worker_ready.connect(lambda **what: ready.set(), weak=False)
    options = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True}
    app.Worker(pool="threads", concurrency=4, loglevel="WARNING", quiet=True, **options).start()


@pytest.fixture(scope="session", autouse=True)
def worker(broker):
    from app import app

    app.conf.broker_url = app.conf.result_backend = broker
    fork = multiprocessing.get_context("fork")
    ready = fork.Event()
    process = fork.Process(target=work, args=(app, ready))
    process.start()
    assert ready.wait(10), "The worker does not start."
    yield
    process.kill()  # to stop in good order takes it seconds
    process.join()


@pytest.fixture
def call():
    def one(target, /, *args, **kwargs):
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return one


@pytest.fixture
def random():
    return numbers.Random()
