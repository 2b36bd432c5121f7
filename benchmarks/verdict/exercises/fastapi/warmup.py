import asyncio
import json
import threading
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, Field


class Item(BaseModel):
    name: str = Field(min_length=1)
    size: int = Field(default=1, ge=1)


def make() -> FastAPI:
    app = FastAPI()

    @app.post("/items", status_code=201)
    async def add(item: Item, response: Response) -> Item:
        response.headers["Location"] = "/items/1"
        return item

    @app.get("/items/{number}")
    async def show(number: Annotated[int, Depends(lambda number: int(number))], q: Annotated[int, Query(ge=1)] = 1):
        raise HTTPException(404)

    return app


async def ask(app, method, path, body=None):
    """One request, as a server would put it."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "scheme": "http",
        "headers": [(b"content-type", b"application/json")], "client": None, "server": ("app", 80),
    }  # fmt: skip
    answer = []

    async def receive():
        return {"type": "http.request", "body": json.dumps(body).encode() if body else b"", "more_body": False}

    async def send(message):
        answer.append(message)

    await app(scope, receive, send)
    return answer


async def visit():
    app = make()
    await ask(app, "POST", "/items", {"name": "a"})
    await ask(app, "POST", "/items", {"name": ""})
    await ask(app, "GET", "/items/1")
    await ask(app, "GET", "/openapi.json")


asyncio.run(visit())
for thread in threading.enumerate():
    # The plain function ran in one, which ends a moment after the loop.
    if thread is not threading.main_thread():
        thread.join()
