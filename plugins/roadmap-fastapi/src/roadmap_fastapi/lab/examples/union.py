from decimal import Decimal
from typing import Literal, Self

from fastapi import FastAPI
from pydantic import BaseModel, Field, model_validator

app = FastAPI(title="Tea shop")


class Card(BaseModel):
    kind: Literal["card"]
    last_four: str = Field(pattern=r"^\d{4}$")


class Invoice(BaseModel):
    kind: Literal["invoice"]
    vat_id: str


class Order(BaseModel):
    prices: list[Decimal] = Field(min_length=1)
    total: Decimal
    payment: Card | Invoice = Field(discriminator="kind")

    @model_validator(mode="after")
    def total_is_the_sum(self) -> Self:
        if self.total != sum(self.prices):
            raise ValueError("the total is not the sum of the prices")
        return self


@app.post("/orders", status_code=201)
def order(new: Order) -> Order:
    """The rule across fields is enforced, and not in the document."""
    return new
