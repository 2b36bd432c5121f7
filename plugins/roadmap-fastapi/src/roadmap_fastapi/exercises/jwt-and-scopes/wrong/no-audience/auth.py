from typing import Annotated

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer, SecurityScopes

import tokens

SCOPES = {"items:read": "See your items.", "items:write": "Create and change your items."}
scheme = OAuth2PasswordBearer(tokenUrl="token", scopes=SCOPES)


def current_user(wanted: SecurityScopes, token: Annotated[str, Depends(scheme)]) -> str:
    try:
        claims = jwt.decode(
            token,
            tokens.KEY,
            algorithms=["HS256"],
            options={"require": ["exp", "sub"], "verify_aud": False},
        )
    except jwt.InvalidTokenError:
        raise HTTPException(401, "Not a valid token.", {"WWW-Authenticate": "Bearer"}) from None
    if not set(wanted.scopes) <= set(str(claims.get("scope", "")).split()):
        raise HTTPException(403, "The token does not allow this.")
    return claims["sub"]
