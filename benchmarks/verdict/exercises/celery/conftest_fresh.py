import os
import random as numbers

import outside
import pytest

# Threads, as many as in the runner. The rest is as it comes, with the second in which a worker asks for others.
WORKER = ("--pool=threads", "--concurrency=4")


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
