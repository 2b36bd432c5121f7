"""Does once what a run will do, so that each fork finds lazily imported modules in place. Leaves no thread behind."""

import time
from pathlib import Path
from typing import Annotated

import jwt
import pydantic_settings  # noqa: F401
import uvicorn.lifespan.on
import uvicorn.loops.asyncio
import uvicorn.protocols.http.h11_impl
import uvicorn.protocols.websockets.websockets_sansio_impl  # noqa: F401
from fastapi import Depends, FastAPI, HTTPException, Query, WebSocket
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field


class Item(BaseModel):
    name: str = Field(min_length=1)
    price: float = 0


def settings() -> str:
    return "warm"


app = FastAPI()


@app.post("/items", status_code=201)
def create(item: Item, word: Annotated[str, Depends(settings)]) -> Item:
    return item


@app.get("/items/{number}")
async def read(number: int, limit: Annotated[int, Query(le=100)] = 10) -> Item:
    raise HTTPException(404, "none")


@app.websocket("/ws")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_json(await websocket.receive_json())
    await websocket.close()


with TestClient(app) as client:
    client.post("/items", json={"name": "a"})
    client.post("/items", json={})
    client.get("/items/1")
    client.get("/items/one")
    client.get("/openapi.json")
    client.get("/docs")
    with client.websocket_connect("/ws") as socket:
        socket.send_json({})
        socket.receive_json()
jwt.decode(jwt.encode({"sub": "a"}, "k" * 32, "HS256"), "k" * 32, ["HS256"])
# The test client's threads are told to end, and not waited for. A fork would copy only one of them.
THREADS = Path("/proc/self/task")
patience = time.monotonic() + 30
while len(list(THREADS.iterdir())) > 1 and time.monotonic() < patience:
    time.sleep(0.001)
# The first application object must not be mistaken for a learner's.
del app, client, socket
