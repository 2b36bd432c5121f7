from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()


class OutOfStock(Exception):
    def __init__(self, tea: str) -> None:
        self.tea = tea


def problem(status: int, title: str, headers=None, **more) -> JSONResponse:
    body = {"status": status, "title": title, **more}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


@app.exception_handler(OutOfStock)
async def out_of_stock(request: Request, error: OutOfStock):
    return problem(409, "Out of stock", tea=error.tea)


@app.exception_handler(StarletteHTTPException)
async def http_error(request: Request, error: StarletteHTTPException):
    return problem(error.status_code, error.detail, error.headers)


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    where = [{"at": ".".join(map(str, one["loc"])), "says": one["msg"]} for one in error.errors()]
    return problem(422, "The request does not fit", errors=where)


@app.get("/teas/{number}")
def read(number: int):
    if number == 13:
        raise OutOfStock("Darjeeling")
    if number == 0:
        return 1 / number
    raise HTTPException(404, "No such tea", headers={"X-Hint": "see /teas"})


client = TestClient(app, raise_server_exceptions=False)
for method, path in (("GET", "/teas/13"), ("GET", "/teas/99"), ("GET", "/teas/x"), ("GET", "/nothing"), ("DELETE", "/teas/1"), ("GET", "/teas/0")):
    answer = client.request(method, path)
    print(answer.status_code, answer.headers["content-type"].partition(";")[0], answer.text)
