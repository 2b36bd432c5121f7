import random as numbers

import httpx
import outside
import pytest


@pytest.fixture(scope="session")
def http():
    with outside.serving("-m", "waitress", "--listen=127.0.0.1:8000", "app:app") as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.fixture
def random():
    return numbers.Random()
