"""What the issuer of tokens and this API have agreed on, and tokens to try with. Not yours to change."""

from datetime import UTC, datetime, timedelta

import jwt

# A real one is random, and comes from the environment. This one is here so that you can try things.
KEY = "an example key of more than thirty-two bytes"
AUDIENCE = "items-api"


def make(user: str, scope: str = "items:read items:write", minutes: float = 5) -> str:
    expires = datetime.now(UTC) + timedelta(minutes=minutes)
    return jwt.encode({"sub": user, "aud": AUDIENCE, "exp": expires, "scope": scope}, KEY, "HS256")


if __name__ == "__main__":
    print(make("ada"))
