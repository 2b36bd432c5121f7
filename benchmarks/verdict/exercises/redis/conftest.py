import contextlib
import importlib
import os
import random as numbers
import shutil
import socket
import subprocess
import tempfile

import pytest


@pytest.fixture(scope="session", autouse=True)
def server():
    folder = tempfile.mkdtemp()
    path = f"{folder}/redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
            break
    os.environ["REDIS_URL"] = f"unix://{path}"
    yield path
    process.kill()
    process.wait()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def client(server):
    import redis

    return redis.Redis(unix_socket_path=server, decode_responses=True)


@pytest.fixture
def redis(client):
    client.flushall()
    return client


@pytest.fixture
def call():
    def one(target, /, *args, **kwargs):
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return one


@pytest.fixture
def random():
    return numbers.Random()
