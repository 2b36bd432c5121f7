import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient


async def read(request: Request) -> JSONResponse:
    try:
        number = int(request.path_params["number"])
    except ValueError:
        return JSONResponse({"detail": "number must be an integer"}, 422)
    text = request.query_params.get("short", "false").lower()
    if text not in ("true", "false", "yes", "no", "1", "0"):
        return JSONResponse({"detail": "short must be yes or no"}, 422)
    short = text in ("true", "yes", "1")
    return JSONResponse({"number": number, "next": number + 1, "short": short})


app = Starlette(routes=[Route("/teas/{number}", read)])
client = TestClient(app)
for path in ("/teas/41?short=yes", "/teas/best", "/teas/1?short=perhaps", "/openapi.json"):
    answer = client.get(path)
    print(answer.status_code, json.dumps(answer.json()) if answer.status_code != 404 else answer.text)
