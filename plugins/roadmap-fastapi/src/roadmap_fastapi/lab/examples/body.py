from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI(title="Tea shop")


class Tea(BaseModel):
    """A tea in the catalogue."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=40, examples=["Assam"])
    grams: int = Field(100, gt=0, le=1000)
    organic: bool = False


@app.post("/teas", status_code=201, tags=["catalogue"])
def create(tea: Tea) -> Tea:
    """Adds a tea."""
    return tea
