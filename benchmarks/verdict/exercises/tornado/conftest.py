import asyncio
import random as numbers
import threading

import httpx
import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets


@pytest.fixture(scope="session")
def address():
    sockets = bind_sockets(0, "127.0.0.1")
    up = threading.Event()

    async def serve():
        from app import app

        HTTPServer(app).add_sockets(sockets)
        up.set()
        await asyncio.Event().wait()

    threading.Thread(target=asyncio.run, args=(serve(),), daemon=True).start()
    assert up.wait(10), "The application does not start."
    return f"http://127.0.0.1:{sockets[0].getsockname()[1]}"


@pytest.fixture(scope="session")
def http(address):
    # One for all, and without TLS: to read the certificates of a client takes longer than all checks.
    with httpx.Client(base_url=address, verify=False, trust_env=False) as client:
        yield client


@pytest.fixture
def random():
    return numbers.Random()
