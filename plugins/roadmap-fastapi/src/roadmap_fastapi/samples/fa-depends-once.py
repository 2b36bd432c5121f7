from itertools import count
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException
from fastapi.testclient import TestClient

numbers = count(1)


def ticket() -> int:
    return next(numbers)


Ticket = Annotated[int, Depends(ticket)]
Fresh = Annotated[int, Depends(ticket, use_cache=False)]


def first(number: Ticket) -> int:
    return number


def second(number: Ticket) -> int:
    return number


class Page:
    """A class is a callable, too: its parameters are read from the query."""

    def __init__(self, limit: int = 10, offset: int = 0) -> None:
        self.limit = min(limit, 100)
        self.offset = offset


def members_only(x_member: Annotated[str, Header()]) -> None:
    if x_member != "ada":
        raise HTTPException(403, "Members only.")


router = APIRouter(dependencies=[Depends(members_only)])


@router.get("/tickets")
def tickets(a: Annotated[int, Depends(first)], b: Annotated[int, Depends(second)], c: Ticket, d: Fresh):
    return {"shared": [a, b, c], "fresh": d}


@router.get("/page")
def page(page: Annotated[Page, Depends()]):
    return {"limit": page.limit, "offset": page.offset}


app = FastAPI()
app.include_router(router)
client = TestClient(app)
ada = {"X-Member": "ada"}
print(client.get("/tickets", headers=ada).json())
print(client.get("/tickets", headers=ada).json())
print(client.get("/page?limit=5000&offset=20", headers=ada).json())
print(client.get("/page").status_code, client.get("/page", headers={"X-Member": "eve"}).json())
described = client.get("/openapi.json").json()["paths"]["/page"]["get"]["parameters"]
print([f"{one['in']} {one['name']}" for one in described])
