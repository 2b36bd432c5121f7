from enum import StrEnum
from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel, Field

app = FastAPI()


class Kind(StrEnum):
    tea = "tea"
    cup = "cup"
    kettle = "kettle"


class NewItem(BaseModel):
    name: str = Field(min_length=1, max_length=80)
    price: float = Field(gt=0, allow_inf_nan=False)
    kind: Kind


class Item(NewItem):
    id: int


items: dict[int, Item] = {}
ids = count(1)


@app.post("/items", status_code=201)
def create(new: NewItem) -> Item:
    item = Item(id=next(ids), **new.model_dump())
    items[item.id] = item
    return item


@app.get("/items")
def all_items(
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0)] = 0,
    min_price: float | None = None,
    max_price: float | None = None,
    kind: str | None = None,
) -> list[Item]:
    found = [
        item
        for item in items.values()
        if (min_price is None or item.price >= min_price)
        and (max_price is None or item.price <= max_price)
        and (kind is None or item.kind == kind)
    ]
    return found[offset : offset + limit]


@app.get("/items/{number}")
def read(number: int) -> Item:
    if number not in items:
        raise HTTPException(404, "There is no such item.")
    return items[number]
