from datetime import date
from typing import Annotated, Literal, Self

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Card(Strict):
    kind: Literal["card"]
    last_four: str = Field(pattern=r"^\d{4}$")


class Transfer(Strict):
    kind: Literal["transfer"]
    iban: str


class Booking(Strict):
    guest: str = Field(min_length=1, max_length=80)
    arrives: date
    leaves: date
    rooms: list[Annotated[int, Field(ge=1, le=99)]] = Field(min_length=1)
    payment: Card | Transfer = Field(discriminator="kind")

    @field_validator("guest")
    @classmethod
    def has_a_visible_character(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("write a name")
        return value.strip()

    @model_validator(mode="after")
    def leaves_after_arriving(self) -> Self:
        if self.leaves <= self.arrives:
            raise ValueError("the guest leaves before arriving")
        return self


app = FastAPI()


@app.post("/bookings", status_code=201)
def book(booking: Booking):
    return {"nights": (booking.leaves - booking.arrives).days, "guest": booking.guest}


client = TestClient(app)
good = {
    "guest": " Ada ",
    "arrives": "2026-12-01",
    "leaves": "2026-12-04",
    "rooms": [12, "14"],
    "payment": {"kind": "card", "last_four": "4242"},
}
print(client.post("/bookings", json=good).json())
for change in (
    {"guest": "  "},
    {"arrives": "1 December"},
    {"leaves": "2026-11-30"},
    {"rooms": []},
    {"rooms": [12, 100]},
    {"payment": {"kind": "card", "iban": "DE02"}},
    {"payment": {"kind": "cash"}},
):
    answer = client.post("/bookings", json={**good, **change})
    for error in answer.json()["detail"]:
        print(answer.status_code, ".".join(map(str, error["loc"])), "-", error["type"])
