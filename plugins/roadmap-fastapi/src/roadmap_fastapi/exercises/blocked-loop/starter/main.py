import asyncio
import hashlib
import time

import legacy_client
from fastapi import FastAPI, HTTPException

app = FastAPI()
slots = asyncio.Semaphore(4)


@app.get("/health")
async def health():
    return {"status": "ok"}


@app.get("/slow/{number}")
async def slow(number: int):
    time.sleep(0.3)
    return {"number": number, "double": number * 2}


@app.get("/quotes/{symbol}")
async def quote(symbol: str):
    return {"symbol": symbol, "price": legacy_client.price(symbol)}


@app.get("/digest/{word}")
async def digest(word: str):
    made = hashlib.pbkdf2_hmac("sha256", word.encode(), b"roadmap", 600_000)
    return {"digest": made.hex()}


@app.get("/partner/{seconds}")
async def partner(seconds: float):
    try:
        async with asyncio.timeout(0.5):
            await slots.acquire()
            await asyncio.sleep(seconds)
            slots.release()
    except TimeoutError:
        raise HTTPException(504, "The partner took too long.") from None
    return {"waited": seconds}
