"""Two people with one password, and how fast a thief can guess."""

import hashlib
import time


def quick(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()[:16]


def slow(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1).hex()[:16]


# In a real program: secrets.token_bytes(16). Fixed here, so that the output is the same each time.
print("SHA-256:", quick("tulip"), quick("tulip"))
print("scrypt: ", slow("tulip", b"salt of ann"), slow("tulip", b"salt of bob"))


def seconds(function, *args):
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


fast = min(seconds(quick, "guess") for _ in range(20))
costly = min(seconds(slow, "guess", b"salt") for _ in range(3))
print("one guess costs more than a thousand times as much:", costly > 1000 * fast)
