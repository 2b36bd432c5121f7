import random as numbers

import httpx
import pytest


@pytest.fixture(scope="session")
def transport():
    from project.wsgi import application

    return httpx.WSGITransport(app=application)


@pytest.fixture
def http(transport):
    return httpx.Client(transport=transport, base_url="http://app")


@pytest.fixture
def random():
    return numbers.Random()
