import asyncio
import time

import httpx2
from fastapi import FastAPI

app = FastAPI()
WORK = 0.1


@app.get("/blocking-coroutine")
async def blocking_coroutine() -> str:
    time.sleep(WORK)
    return "done"


@app.get("/plain-function")
def plain_function() -> str:
    time.sleep(WORK)
    return "done"


@app.get("/awaiting-coroutine")
async def awaiting_coroutine() -> str:
    await asyncio.sleep(WORK)
    return "done"


async def measure() -> None:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        await asyncio.gather(*(client.get("/plain-function") for _ in range(10)))
        for path in ("/blocking-coroutine", "/plain-function", "/awaiting-coroutine"):
            started = time.perf_counter()
            await asyncio.gather(*(client.get(path) for _ in range(10)))
            took = time.perf_counter() - started
            print(f"{path:20} ten requests, {round(took / WORK)} × the time of one")


asyncio.run(measure())
