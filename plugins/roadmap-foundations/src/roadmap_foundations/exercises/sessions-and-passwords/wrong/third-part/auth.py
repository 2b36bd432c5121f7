"""Passwords, sessions and forms. See README.md for the format of the session token."""

import base64
import hashlib
import hmac
import html
import json
import secrets

N, R, P = 2**14, 8, 1


def scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, dklen=32, maxmem=256 * n * r)


def hash_password(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"scrypt${N}${R}${P}${salt.hex()}${scrypt(password, salt, N, R, P).hex()}"


def verify_password(password: str, stored: str) -> bool:
    try:
        name, n, r, p, salt, wanted = stored.split("$")
        got = scrypt(password, bytes.fromhex(salt), int(n), int(r), int(p))
        return name == "scrypt" and hmac.compare_digest(got, bytes.fromhex(wanted))
    except ValueError:
        return False


def sign(text: str, key: str) -> str:
    return hmac.new(key.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass"))


def make_session(user: str, key: str, now: int, lifetime: int = 3600) -> str:
    content = json.dumps({"user": user, "expires": now + lifetime})
    payload = base64.urlsafe_b64encode(content.encode()).decode()
    return f"{payload}.{sign(payload, key)}"


def read_session(token: str, key: str, now: int) -> str | None:
    payload, signature = (token.split(".") + [""])[:2]
    if not same(signature, sign(payload, key)):
        return None
    content = json.loads(base64.urlsafe_b64decode(payload))
    return content["user"] if now < content["expires"] else None


def make_csrf(token: str, key: str) -> str:
    return sign("csrf:" + token, key)


def check_csrf(csrf: str, token: str, key: str) -> bool:
    return same(csrf, make_csrf(token, key))


def escape(text: str) -> str:
    return html.escape(text, quote=True)
