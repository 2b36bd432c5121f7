from itertools import count

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from models import NewOrder, Order, PublicPayment

app = FastAPI()
orders = {}
ids = count(1)


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    return JSONResponse({"detail": [{key: one[key] for key in ("loc", "msg", "type")} for one in error.errors()]}, 422)


@app.post("/orders", status_code=201)
def create(new: NewOrder):
    number = next(ids)
    orders[number] = {"id": number, **new.model_dump()}
    print(f"order {number}: {new.total}", flush=True)
    return {**orders[number], "payment": {"kind": new.payment.kind}}


@app.get("/orders")
def all_orders():
    return list(orders.values())


@app.get("/orders/{number}")
def read(number: int):
    if number not in orders:
        raise HTTPException(404, "There is no such order.")
    return orders[number]
