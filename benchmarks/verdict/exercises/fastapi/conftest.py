import random as numbers

import pytest
from fastapi.testclient import TestClient


@pytest.fixture(scope="session")
def http():
    from app import app

    # One client for all: each would start its own event loop in a thread of its own.
    with TestClient(app) as client:
        yield client


@pytest.fixture
def random():
    return numbers.Random()
