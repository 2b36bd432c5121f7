from itertools import count

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from models import NewOrder, Order, PublicPayment

app = FastAPI()
orders: dict[int, Order] = {}
ids = count(1)


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    return JSONResponse({"detail": [{key: one[key] for key in ("loc", "msg", "type")} for one in error.errors()]}, 422)


@app.post("/orders", status_code=201)
def create(new: NewOrder) -> Order:
    order = Order(
        id=next(ids),
        customer=new.customer,
        payment=PublicPayment(kind=new.payment.kind),
        lines=new.lines,
        total=new.total,
    )
    orders[order.id] = order
    print(f"order {order.id}: {order.total}", flush=True)
    return order


@app.get("/orders")
def all_orders() -> list[Order]:
    return list(orders.values())


@app.get("/orders/{number}")
def read(number: int) -> Order:
    if number not in orders:
        raise HTTPException(404, "There is no such order.")
    return orders[number]
