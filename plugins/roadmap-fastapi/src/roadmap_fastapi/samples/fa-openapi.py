import json
from typing import Annotated

from fastapi import FastAPI, Path
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field


class Tea(BaseModel):
    """A tea in the catalogue."""

    name: str = Field(min_length=1, examples=["Assam"])
    grams: int = Field(100, gt=0, multiple_of=50)
    shade: bool | None = None


app = FastAPI(title="Tea shop", version="1.4.0")


@app.put("/teas/{number}", tags=["catalogue"], operation_id="store_tea", summary="Store a tea")
def store(number: Annotated[int, Path(ge=1)], tea: Tea) -> Tea:
    """Replaces what was there."""
    return tea


client = TestClient(app)
document = client.get("/openapi.json").json()
print("OpenAPI", document["openapi"], "-", document["info"])
print(json.dumps(document["components"]["schemas"]["Tea"], indent=1))
operation = document["paths"]["/teas/{number}"]["put"]
print(operation["operationId"], operation["tags"], sorted(operation["responses"]))
print(operation["parameters"][0])
