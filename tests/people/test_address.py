"""Addresses: what our own proxies say counts, what the client says about itself does not."""

from __future__ import annotations

import pytest

from roadmap.people.address import client_address


@pytest.mark.parametrize(
    ("peer", "header", "proxies", "expected"),
    [
        ("192.0.2.1", None, 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.7", 0, "192.0.2.1"),
        ("10.0.0.1", "203.0.113.7", 1, "203.0.113.7"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.7", 1, "203.0.113.7"),
        ("10.0.0.1", "1.1.1.1,203.0.113.7,10.0.0.2", 2, "203.0.113.7"),
        ("10.0.0.1", "203.0.113.7", 2, "203.0.113.7"),
        ("10.0.0.1", None, 1, "10.0.0.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        (None, None, 0, "local"),
        ("2001:db8:1:2:3:4:5:6", None, 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", None, 0, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", None, 0, "192.0.2.1"),
        ("10.0.0.1", "x" * 1000, 1, "x" * 64),
    ],
)
def test_address(peer: str | None, header: str | None, proxies: int, expected: str) -> None:
    assert client_address(peer, header, proxies) == expected
