from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError


class Lax(BaseModel):
    grams: int
    organic: bool = False


class Firm(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    grams: int
    organic: bool = False


for data in ({"grams": "250"}, {"grams": 250.0}, {"grams": 2.5}, {"grams": 250, "organic": "on"}, {"grams": 250, "admin": True}):
    told = []
    for model in (Lax, Firm):
        try:
            told.append(str(model.model_validate(data)))
        except ValidationError as problem:
            told.append(problem.errors()[0]["type"])
    print(f"{str(data):32} lax: {told[0]:24} firm: {told[1]}")

sizes = TypeAdapter(dict[Literal["small", "large"], int])
print(sizes.validate_json('{"small": 50, "large": 250}'))
