import random as numbers

import httpx
import outside
import pytest

# As the last lines of the program would be, were it not for a server that is given it.
MAIN = """
import asyncio
from app import app

async def main():
    app.listen(8000, "127.0.0.1")
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture(scope="session")
def http():
    with outside.serving("-c", MAIN) as url, httpx.Client(base_url=url) as client:
        yield client


@pytest.fixture
def random():
    return numbers.Random()
