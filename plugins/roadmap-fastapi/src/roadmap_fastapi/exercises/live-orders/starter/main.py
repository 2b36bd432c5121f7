from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.post("/orders", status_code=201)
async def create():
    raise NotImplementedError


@app.websocket("/feed")
async def listen(websocket: WebSocket):
    await websocket.accept()
