import os
import random as numbers

import outside
import pytest


@pytest.fixture(scope="session", autouse=True)
def server():
    with outside.redis_server("/tmp/redis.sock") as path:
        yield path


@pytest.fixture(scope="session")
def client(server):
    import redis

    return redis.Redis(unix_socket_path=server, decode_responses=True)


@pytest.fixture
def redis(client):
    client.flushall()
    return client


@pytest.fixture(scope="session")
def call(server):
    with outside.calling(**os.environ, REDIS_URL=f"unix://{server}") as call:
        yield call


@pytest.fixture
def random():
    return numbers.Random()
