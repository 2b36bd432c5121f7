from enum import StrEnum
from typing import Annotated

from fastapi import FastAPI, Path, Query

app = FastAPI(title="Tea shop")


class Order(StrEnum):
    name = "name"
    price = "price"


@app.get("/shops/{shop}/teas")
def teas(
    shop: Annotated[int, Path(ge=1)],
    limit: Annotated[int, Query(ge=1, le=100, description="How many at most")] = 20,
    order: Order = Order.name,
    tags: Annotated[list[str] | None, Query()] = None,
) -> dict[str, object]:
    """Lists the teas of a shop."""
    return {"shop": shop, "limit": limit, "order": order, "tags": tags}
