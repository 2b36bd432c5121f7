import asyncio
import threading

import anyio.to_thread
import httpx2
from fastapi import FastAPI

app = FastAPI()
inside = 0
most = 0
lock = threading.Lock()
gate = threading.Event()


@app.get("/slow")
def slow() -> str:
    global inside, most
    with lock:
        inside += 1
        most = max(most, inside)
    gate.wait(10)
    with lock:
        inside -= 1
    return "done"


async def main() -> None:
    limiter = anyio.to_thread.current_default_thread_limiter()
    print("threads that plain endpoints may share:", int(limiter.total_tokens))
    limiter.total_tokens = 4
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        requests = [asyncio.create_task(client.get("/slow")) for _ in range(12)]
        while limiter.statistics().tasks_waiting < 8 or inside < 4:
            await asyncio.sleep(0.005)
        print("asked at once: 12, running:", limiter.borrowed_tokens, "waiting:", limiter.statistics().tasks_waiting)
        gate.set()
        answers = await asyncio.gather(*requests)
    print("answered:", len(answers), "most at a time:", most)


asyncio.run(main())
