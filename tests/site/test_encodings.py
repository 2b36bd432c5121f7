"""Which coding a client gets, as its Accept-Encoding asks."""

import gzip

import brotli
import pytest

from roadmap.site.encodings import CODINGS, chosen


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP, Deflate", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0.5, br;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("identity", "identity"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.8", "gzip"),
        ("identity, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("identity;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("deflate, zstd", "identity"),
        ("gzip ; q = 0.3 , identity ; q=0.1", "gzip"),
        ("gzip;q=nonsense", "identity"),
        (",;,", "identity"),
    ],
)
def test_the_coding_that_a_client_asks_for(accept, coding):
    assert chosen(accept) == coding


@pytest.mark.parametrize("body", [b"", b"short", b"<p>text</p>" * 20_000])
def test_what_is_packed_can_be_unpacked(body):
    assert brotli.decompress(CODINGS["br"](body)) == body
    assert gzip.decompress(CODINGS["gzip"](body)) == body
    assert CODINGS["gzip"](body) == CODINGS["gzip"](body), "no time in it: its tag is that of the bytes"
