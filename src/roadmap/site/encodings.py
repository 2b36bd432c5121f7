"""Which content coding a client gets: br, gzip, or the bytes as they are, as it asks for them (RFC 9110, 12.5.3)."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli

IDENTITY = "identity"
# The smallest first: it is taken where a client likes several as much. At quality 11 a page takes some 30 ms once; what
# is half a megabyte of script takes a second, and hardly less room than at 9.
_BROTLI_SLOW_UP_TO = 100_000


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=11 if len(body) <= _BROTLI_SLOW_UP_TO else 9)
    return packed


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}


@lru_cache(maxsize=512)
def chosen(accept_encoding: str) -> str:
    """`br`, `gzip` or `identity` for the value of an Accept-Encoding header; empty where there is none.

    To a client that says nothing, such as curl, compressed bytes are noise in practice: it gets `identity`. So does one
    that refuses everything: an answer that it can most likely read is worth more than a refusal.
    """
    weights = _weights(accept_encoding)
    # Not named, the bytes as they are would do, but less well than anything that is named.
    best, most = IDENTITY, weights.get(IDENTITY, 0.0)
    for coding in reversed(tuple(CODINGS)):
        weight = weights.get(coding, weights.get("*", 0.0))
        if weight > 0 and weight >= most:
            best, most = coding, weight
    return best


def _weights(accept_encoding: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name:
            weights["gzip" if name == "x-gzip" else name] = _weight(parameters)
    return weights


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                # What can't be read is no wish.
                return 0.0
    return 1.0
