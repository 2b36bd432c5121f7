from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel


class TeaV1(BaseModel):
    name: str


class TeaV2(BaseModel):
    name: str
    origin: str


def name_of_the_function(route: APIRoute) -> str:
    return f"{route.tags[0]}_{route.name}"


def build(with_origin: bool) -> FastAPI:
    model = TeaV2 if with_origin else TeaV1
    router = APIRouter(prefix="/v1", tags=["teas"])

    @router.post("/teas")
    def create(tea: model) -> model:
        return tea

    app = FastAPI(generate_unique_id_function=name_of_the_function)
    app.include_router(router)
    return app


def required(app: FastAPI) -> dict[str, set[str]]:
    """What each request body must have, by operation id."""
    document = app.openapi()
    found = {}
    for methods in document["paths"].values():
        for operation in methods.values():
            reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            schema = document["components"]["schemas"][reference.rpartition("/")[2]]
            found[operation["operationId"]] = set(schema.get("required", ()))
    return found


before, after = required(build(False)), required(build(True))
print(before)
for operation, fields in after.items():
    added = fields - before.get(operation, set())
    print(f"{operation}: clients of today do not send {sorted(added)}" if added else f"{operation}: compatible")
