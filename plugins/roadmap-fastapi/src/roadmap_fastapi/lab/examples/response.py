from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title="Tea shop")
ROWS = {
    1: {"id": 1, "name": "Assam", "price": 9.5, "purchase_price": 3.2},
    2: {"id": 2, "name": "Darjeeling", "purchase_price": 7.7},
}


class PublicTea(BaseModel):
    id: int
    name: str
    price: float


@app.get("/teas/{number}")
def read(number: int) -> PublicTea:
    """What the model does not name stays in."""
    return ROWS[number]
