from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import OAuth2PasswordBearer, SecurityScopes
from fastapi.testclient import TestClient

# What decoding a token has yielded: see the sample before this one.
CLAIMS = {
    "reader": {"sub": "ada", "scope": "teas:read"},
    "writer": {"sub": "ada", "scope": "teas:read teas:write"},
    "other": {"sub": "eve", "scope": "teas:read teas:write"},
}
TEAS = {1: {"owner": "ada", "name": "Assam"}}
scheme = OAuth2PasswordBearer(tokenUrl="token", scopes={"teas:read": "See teas.", "teas:write": "Change teas."})
app = FastAPI()


def user(wanted: SecurityScopes, token: Annotated[str, Depends(scheme)]) -> str:
    claims = CLAIMS.get(token)
    challenge = f'Bearer scope="{wanted.scope_str}"'
    if claims is None:
        raise HTTPException(401, "Not a valid token.", {"WWW-Authenticate": challenge})
    if not set(wanted.scopes) <= set(claims["scope"].split()):
        raise HTTPException(403, "The token does not allow this.", {"WWW-Authenticate": challenge})
    return claims["sub"]


@app.get("/teas/{number}")
def read(number: int, who: Annotated[str, Security(user, scopes=["teas:read"])]) -> str:
    return mine(number, who)["name"]


@app.put("/teas/{number}")
def rename(number: int, name: str, who: Annotated[str, Security(user, scopes=["teas:write"])]) -> str:
    mine(number, who)["name"] = name
    return name


def mine(number: int, who: str) -> dict[str, str]:
    tea = TEAS.get(number)
    if tea is None or tea["owner"] != who:
        raise HTTPException(404, "No such tea.")
    return tea


client = TestClient(app)
for who in ("reader", "writer", "other", "nobody"):
    headers = {"Authorization": f"Bearer {who}"}
    statuses = client.get("/teas/1", headers=headers).status_code, client.put("/teas/1?name=x", headers=headers).status_code
    print(f"{who:7} GET {statuses[0]} PUT {statuses[1]}")
print(client.get("/openapi.json").json()["paths"]["/teas/{number}"]["put"]["security"])
