from typing import get_type_hints

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

app = FastAPI()


class Tea(BaseModel):
    name: str
    grams: int = 100


@app.get("/")
def index() -> dict[str, str]:
    return {"shop": "open"}


@app.get("/teas/{number}")
def read(number: int, short: bool = False) -> dict[str, object]:
    return {"number": number, "next": number + 1, "short": short}


@app.post("/teas", status_code=201)
def create(tea: Tea) -> Tea:
    return tea


client = TestClient(app)
print(client.get("/").json())
print(client.get("/teas/41?short=yes").json())
print(client.post("/teas", json={"name": "Assam", "grams": "250"}).json())

answer = client.get("/teas/best")
print(answer.status_code, answer.json()["detail"][0]["loc"], answer.json()["detail"][0]["msg"])

print("what an editor knows:", get_type_hints(read))
