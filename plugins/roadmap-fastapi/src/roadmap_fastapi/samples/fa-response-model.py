from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

ROW = {"id": 7, "name": "Assam", "price": 9.5, "purchase_price": 3.2, "supplier_note": "pays late"}


class PublicTea(BaseModel):
    id: int
    name: str
    price: float


app = FastAPI()


@app.get("/leaks")
def leaks():
    return ROW


@app.get("/filtered")
def filtered() -> PublicTea:
    return ROW


@app.get("/broken")
def broken() -> PublicTea:
    return {"id": 7, "name": "Assam"}


client = TestClient(app, raise_server_exceptions=False)
for path in ("/leaks", "/filtered", "/broken"):
    answer = client.get(path)
    print(path, answer.status_code, answer.text)
described = client.get("/openapi.json").json()["paths"]
for path in ("/leaks", "/filtered"):
    print(path, described[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"])
