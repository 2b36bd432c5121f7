from fastapi import FastAPI

from models import Order

app = FastAPI()


@app.post("/orders")
def create(order: Order):
    raise NotImplementedError
