import asyncio
from itertools import count

from fastapi import FastAPI, WebSocket
from pydantic import BaseModel, Field

import tokens
from feed import Listener, feed

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
    feed.publish(order.customer, {"id": order.id, "text": order.text})
    return order


@app.websocket("/feed")
async def listen(websocket: WebSocket) -> None:
    await websocket.accept()
    scheme, _, token = websocket.headers.get("authorization", "").partition(" ")
    customer = tokens.customer_of(token) if scheme.lower() == "bearer" else None
    if customer is None:
        await websocket.close(1008)
        return
    listener = feed.subscribe(customer)
    tasks = [
        asyncio.create_task(send_all(websocket, customer, listener)),
        asyncio.create_task(until_it_goes(websocket)),
        asyncio.create_task(listener.fell_behind.wait()),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        feed.unsubscribe(customer, listener)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if listener.fell_behind.is_set():
        await websocket.close(1013)


async def send_all(websocket: WebSocket, customer: str, listener: Listener) -> None:
    await websocket.send_json({"subscribed": customer})
    while True:
        await websocket.send_json(await listener.queue.get())


async def until_it_goes(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass
