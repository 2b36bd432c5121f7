import random as numbers

import httpx
import pytest


@pytest.fixture(scope="session")
def transport():
    from app import app

    return httpx.WSGITransport(app=app)


@pytest.fixture
def http(transport):
    return httpx.Client(transport=transport, base_url="http://app")


@pytest.fixture
def random():
    return numbers.Random()
