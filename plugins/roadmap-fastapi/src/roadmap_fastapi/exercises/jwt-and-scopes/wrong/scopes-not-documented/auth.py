from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

import tokens

SCOPES = {"items:read": "See your items.", "items:write": "Create and change your items."}
scheme = OAuth2PasswordBearer(tokenUrl="token", scopes=SCOPES)


def user_with(scope: str):
    def current_user(token: Annotated[str, Depends(scheme)]) -> str:
        return verified(scope, token)

    return current_user


def verified(scope: str, token: str) -> str:
    try:
        claims = jwt.decode(
            token,
            tokens.KEY,
            algorithms=["HS256"],
            audience=tokens.AUDIENCE,
            options={"require": ["exp", "aud", "sub"]},
        )
    except jwt.InvalidTokenError:
        raise HTTPException(401, "Not a valid token.", {"WWW-Authenticate": "Bearer"}) from None
    if not {scope} <= set(str(claims.get("scope", "")).split()):
        raise HTTPException(403, "The token does not allow this.")
    return claims["sub"]
