import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import Depends, FastAPI, Request, WebSocket
from fastapi.testclient import TestClient


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.stock = {"assam": 3}
    print("opened")
    yield
    print("closed")


app = FastAPI(lifespan=lifespan)


def stock(request: Request) -> dict[str, int]:
    return request.app.state.stock


@app.get("/stock/{tea}")
def read(tea: str, stock: dict[str, int] = Depends(stock)) -> int:
    return stock.get(tea, 0)


@app.websocket("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text.upper())


def test_with_lifespan() -> None:
    with TestClient(app) as client:
        assert client.get("/stock/assam").json() == 3


def test_with_an_override() -> None:
    app.dependency_overrides[stock] = lambda: {"assam": 99}
    try:
        assert TestClient(app).get("/stock/assam").json() == 99
    finally:
        app.dependency_overrides.clear()


def test_websocket() -> None:
    with TestClient(app).websocket_connect("/echo") as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "HELLO"


async def test_from_inside_the_loop() -> None:
    app.dependency_overrides[stock] = lambda: {}
    try:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            assert (await client.get("/stock/assam")).json() == 0
    finally:
        app.dependency_overrides.clear()


for test in (test_with_lifespan, test_with_an_override, test_websocket):
    test()
    print("passed", test.__name__)
asyncio.run(test_from_inside_the_loop())
print("passed", test_from_inside_the_loop.__name__)
