from typing import Annotated

from fastapi import APIRouter, Cookie, FastAPI, Header, Path, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel


class Order(BaseModel):
    tea: str
    grams: int


router = APIRouter(prefix="/shops", tags=["orders"])


@router.put("/{shop}/orders/{number}")
def store(
    shop: str,
    number: Annotated[int, Path(ge=1)],
    order: Order,
    tags: Annotated[list[str], Query(max_length=3)] = [],
    user_agent: Annotated[str, Header()] = "",
    theme: Annotated[str | None, Cookie()] = None,
):
    return {"path": [shop, number], "query": tags, "header": user_agent, "cookie": theme, "body": order}


app = FastAPI()
app.include_router(router, prefix="/v1")

client = TestClient(app, headers={"User-Agent": "kettle/2"}, cookies={"theme": "dark"})
answer = client.put("/v1/shops/north/orders/7?tags=new&tags=gift", json={"tea": "Assam", "grams": 250})
for name, value in answer.json().items():
    print(f"{name:7}", value)

answer = client.put("/v1/shops/north/orders/0?tags=a&tags=b&tags=c&tags=d", json={"tea": "Assam"})
for error in answer.json()["detail"]:
    print(error["loc"], error["msg"])
