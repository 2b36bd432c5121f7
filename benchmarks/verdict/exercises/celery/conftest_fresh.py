import os
import random as numbers

import outside
import pytest

# The worker is the one that the runner starts, with the same options: by itself it would spend a second asking for others.
WORKER = ("--pool=threads", "--concurrency=4", "--without-gossip", "--without-mingle", "--without-heartbeat")


@pytest.fixture(scope="session")
def environment():
    with outside.redis_server("/tmp/redis.sock") as path:
        address = f"redis+socket://{path}"
        yield {**os.environ, "CELERY_BROKER_URL": address, "CELERY_RESULT_BACKEND": address}


@pytest.fixture(scope="session", autouse=True)
def worker(environment):
    command = ("-m", "celery", "-A", "app", "worker", "--loglevel=INFO", *WORKER)
    with outside.working(*command, log="/tmp/worker.log", ready=" ready.", **environment):
        yield


@pytest.fixture(scope="session")
def call(environment):
    with outside.calling(**environment) as call:
        yield call


@pytest.fixture
def random():
    return numbers.Random()
