import asyncio
from collections.abc import AsyncIterator

from fastapi import FastAPI, Response, status
from fastapi.sse import EventSourceResponse, ServerSentEvent
from fastapi.testclient import TestClient

app = FastAPI()


@app.get("/kettle", response_class=EventSourceResponse)
async def watch() -> AsyncIterator[ServerSentEvent]:
    for degrees in (40, 70, 100):
        await asyncio.sleep(0.01)
        yield ServerSentEvent(event="heat", id=str(degrees), data={"degrees": degrees})


@app.post("/teas", status_code=status.HTTP_201_CREATED)
def create(response: Response) -> dict[str, int]:
    response.headers["Location"] = "/teas/8"
    return {"id": 8}


@app.delete("/teas/{number}", status_code=204)
def delete(number: int) -> None:
    return None


client = TestClient(app)
with client.stream("GET", "/kettle") as answer:
    print(answer.headers["content-type"])
    for line in answer.iter_lines():
        if line:
            print(" ", line)
answer = client.post("/teas")
print(answer.status_code, answer.headers["location"], answer.json())
answer = client.delete("/teas/8")
print(answer.status_code, repr(answer.text))
