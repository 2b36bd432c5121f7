from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1)]
Money = Annotated[Decimal, Field(gt=0, decimal_places=2)]


class Part(BaseModel):
    pass


class Address(Part):
    street: Text
    city: Text
    country: str = Field(pattern=r"^[A-Z]{2}$")


class Customer(Part):
    name: str = Field(min_length=1, max_length=80)
    address: Address


class Card(Part):
    kind: Literal["card"]
    number: Annotated[SecretStr, Field(min_length=12, max_length=19)]
    holder: Text

    @model_validator(mode="after")
    def number_has_digits_only(self) -> Self:
        number = self.number.get_secret_value()
        if not (number.isascii() and number.isdigit()):
            raise ValueError("a card number consists of digits")
        return self


class Invoice(Part):
    kind: Literal["invoice"]
    vat_id: Text


class Transfer(Part):
    kind: Literal["transfer"]
    iban: Text


class Line(Part):
    sku: Text
    quantity: int = Field(ge=1, le=1000)
    unit_price: Money


class NewOrder(Part):
    model_config = ConfigDict(extra="forbid")

    customer: Customer
    payment: Card | Invoice | Transfer = Field(discriminator="kind")
    lines: list[Line] = Field(min_length=1)
    total: Money

    @model_validator(mode="after")
    def total_is_the_sum(self) -> Self:
        if self.total != sum(line.quantity * line.unit_price for line in self.lines):
            raise ValueError("the total is not the sum of the lines")
        return self


class PublicPayment(BaseModel):
    kind: Literal["card", "invoice", "transfer"]


class Order(BaseModel):
    id: int
    customer: Customer
    payment: PublicPayment
    lines: list[Line]
    total: Money
