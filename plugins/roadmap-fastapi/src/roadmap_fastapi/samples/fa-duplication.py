from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field, TypeAdapter


class Tea(BaseModel):
    name: str = Field(min_length=1, max_length=40)
    grams: int = Field(gt=0, le=1000)


app = FastAPI()


@app.post("/teas", status_code=201)
def create(tea: Tea) -> Tea:
    return tea


@app.get("/teas")
def all_of_them() -> list[Tea]:
    return [Tea(name="Assam", grams=250)]


client = TestClient(app)
roles = {
    "refuses what does not fit": client.post("/teas", json={"name": "", "grams": 5000}).status_code == 422,
    "converts text to numbers": client.post("/teas", json={"name": "Assam", "grams": "250"}).json()["grams"] == 250,
    "documents the limits": app.openapi()["components"]["schemas"]["Tea"]["properties"]["grams"]["maximum"] == 1000,
    "shapes the answer": client.get("/teas").json() == [{"name": "Assam", "grams": 250}],
    "reads a file as well": TypeAdapter(list[Tea]).validate_json('[{"name": "Assam", "grams": 250}]')[0].grams == 250,
}
print("one class of two lines:")
for role, holds in roles.items():
    print(" ", role, "-", holds)
