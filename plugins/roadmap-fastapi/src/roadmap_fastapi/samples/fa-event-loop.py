import asyncio
import threading
import time

import httpx2
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

app = FastAPI()


def legacy(seconds: float) -> str:
    """A library from before asyncio: it blocks whoever calls it."""
    time.sleep(seconds)
    return threading.current_thread().name


@app.get("/report")
async def report() -> dict[str, object]:
    inside = await run_in_threadpool(legacy, 0.05)
    return {"worked_in_main_thread": inside == threading.main_thread().name}


@app.get("/where/plain")
def plain() -> bool:
    return threading.current_thread() is threading.main_thread()


@app.get("/where/coroutine")
async def coroutine() -> bool:
    return threading.current_thread() is threading.main_thread()


@app.get("/together")
async def together() -> int:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.sleep(0.05, result=n)) for n in range(20)]
    return sum(task.result() for task in tasks)


async def main() -> None:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        for path in ("/report", "/where/plain", "/where/coroutine"):
            print(path, (await client.get(path)).json())
        started = time.perf_counter()
        answer = await client.get("/together")
        took = time.perf_counter() - started
        print("/together", answer.json(), "in less than half of 20 waits:", took < 0.5)


asyncio.run(main())
