import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import APIKeyHeader
from fastapi.testclient import TestClient

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["GET"], allow_headers=["X-API-Key"])
KEY = secrets.token_urlsafe(24)
header = APIKeyHeader(name="X-API-Key")


def robot(key: Annotated[str, Depends(header)]) -> None:
    if not secrets.compare_digest(key.encode(), KEY.encode()):
        raise HTTPException(401, "Not a key of ours.")


@app.get("/stock", dependencies=[Depends(robot)])
def stock() -> dict[str, int]:
    return {"assam": 12}


client = TestClient(app)
for origin in ("https://shop.example", "https://evil.example"):
    answer = client.get("/stock", headers={"Origin": origin, "X-API-Key": KEY})
    print(origin, answer.status_code, answer.json(), "a browser lets the page read it:", "access-control-allow-origin" in answer.headers)
answer = client.get("/stock", headers={"Origin": "https://shop.example", "X-API-Key": "guess"})
print("with a guess:", answer.status_code)
