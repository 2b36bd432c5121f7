from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import APIKeyQuery
from pydantic import BaseModel

app = FastAPI(title="Tea shop")
key = APIKeyQuery(name="key", description="Given out by the shop")


class Problem(BaseModel):
    detail: str


def shop(key: Annotated[str, Depends(key)]) -> str:
    if key != "assam":
        raise HTTPException(403, "Not a key of this shop.")
    return "north"


@app.get("/stock", responses={403: {"model": Problem}})
def stock(shop: Annotated[str, Depends(shop)], tea: str = "assam") -> dict[str, int]:
    """The dependency's parameter is documented here as well."""
    return {tea: 12}
