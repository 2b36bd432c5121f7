import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from fastapi.testclient import TestClient

KEY = "a key of at least 32 bytes, from the environment"
AUDIENCE = "tea-shop"
scheme = OAuth2PasswordBearer(tokenUrl="token")
app = FastAPI()


def current_user(token: Annotated[str, Depends(scheme)]) -> str:
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"], audience=AUDIENCE, options={"require": ["exp", "sub"]})
    except jwt.InvalidTokenError as problem:
        print("   the log says:", type(problem).__name__)
        raise HTTPException(401, "Not a valid token.", {"WWW-Authenticate": "Bearer"}) from None
    return claims["sub"]


@app.get("/me")
def me(user: Annotated[str, Depends(current_user)]) -> str:
    return user


def token(key: str = KEY, minutes: float = 5, **changes: object) -> str:
    claims = {"sub": "ada", "aud": AUDIENCE, "exp": datetime.now(UTC) + timedelta(minutes=minutes), **changes}
    return jwt.encode(claims, key, "HS256")


def part(data: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


later = (datetime.now(UTC) + timedelta(minutes=5)).timestamp()
tokens = {
    "valid": token(),
    "expired": token(minutes=-5),
    "forged": token(key="a key that the attacker has made up"),
    "alg none": f"{part({'alg': 'none'})}.{part({'sub': 'ada', 'aud': AUDIENCE, 'exp': later})}.",
    "another audience": token(aud="coffee-shop"),
}
client = TestClient(app)
for name, value in tokens.items():
    answer = client.get("/me", headers={"Authorization": f"Bearer {value}"})
    print(f"{name:17}", answer.status_code, answer.json())
answer = client.get("/me")
print("no token         ", answer.status_code, answer.headers["www-authenticate"])
readable = tokens["valid"].split(".")[1]
print("anybody can read:", json.loads(base64.urlsafe_b64decode(readable + "=" * (-len(readable) % 4)))["sub"])
