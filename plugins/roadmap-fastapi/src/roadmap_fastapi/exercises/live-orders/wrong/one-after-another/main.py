from itertools import count

from fastapi import FastAPI, WebSocket
from pydantic import BaseModel, Field

import tokens
from feed import feed

app = FastAPI()
ids = count(1)


class NewOrder(BaseModel):
    customer: str
    text: str = Field(max_length=100_000)


class Order(NewOrder):
    id: int


@app.post("/orders", status_code=201)
async def create(new: NewOrder) -> Order:
    order = Order(id=next(ids), customer=new.customer, text=new.text)
    await feed.publish(order.customer, {"id": order.id, "text": order.text})
    return order


@app.websocket("/feed")
async def listen(websocket: WebSocket) -> None:
    await websocket.accept()
    scheme, _, token = websocket.headers.get("authorization", "").partition(" ")
    customer = tokens.customer_of(token) if scheme.lower() == "bearer" else None
    if customer is None:
        await websocket.close(1008)
        return
    feed.sockets[customer].add(websocket)
    try:
        await websocket.send_json({"subscribed": customer})
        await until_it_goes(websocket)
    finally:
        feed.sockets[customer].discard(websocket)


async def until_it_goes(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass
