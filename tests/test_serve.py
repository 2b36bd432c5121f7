"""The server of the .ini files, before it serves: where it may listen, and what it says where it may not."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from roadmap.serve import serve


def nothing(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    raise AssertionError("nobody is served")


def test_an_address_that_is_taken_is_named_with_the_cure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            serve(nothing, listen=f"127.0.0.1:{port}")
    assert str(ended.value) == (
        f"Roadmap cannot listen on 127.0.0.1:{port}: Address already in use. "
        "Stop the program that listens there, or set another address in [server:main] of the .ini file."
    )


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(SystemExit, match=r"cannot listen on 192\.0\.2\.1:6543: .+\. Set another address"):
        serve(nothing, listen="192.0.2.1:6543")
