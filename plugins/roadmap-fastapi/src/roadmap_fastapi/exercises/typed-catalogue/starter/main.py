from fastapi import FastAPI

app = FastAPI()


@app.post("/items")
def create():
    raise NotImplementedError
