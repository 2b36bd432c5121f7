from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException, Security
from pydantic import BaseModel, ConfigDict, Field

from auth import current_user

app = FastAPI()
Reader = Annotated[str, Security(current_user, scopes=["items:read"])]
Writer = Annotated[str, Security(current_user, scopes=["items:write"])]


class NewItem(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=80)
    price: float = Field(gt=0)
    secret_cost: float = Field(gt=0)


class Item(BaseModel):
    id: int
    name: str
    price: float


class StoredItem(Item):
    owner: str
    secret_cost: float


items: dict[int, StoredItem] = {}
ids = count(1)


def own(number: int, user: str) -> StoredItem:
    item = items.get(number)
    if item is None or item.owner != user:
        raise HTTPException(404, "There is no such item.")
    return item


@app.post("/items", status_code=201)
def create(new: NewItem, user: Writer) -> Item:
    item = StoredItem(id=next(ids), owner=user, **new.model_dump())
    items[item.id] = item
    return item


@app.get("/items")
def all_items(user: Reader) -> list[Item]:
    return [item for item in items.values() if item.owner == user]


@app.get("/items/{number}")
def read(number: int, user: Reader) -> Item:
    return own(number, user)


@app.put("/items/{number}")
def change(number: int, new: NewItem, user: Writer) -> Item:
    items[number] = own(number, user).model_copy(update=new.model_dump())
    return items[number]
