"""Passwords: argon2id with the parameters of RFC 9106, and which are taken."""

from __future__ import annotations

import pytest

from roadmap.people.passwords import BadPassword, Passwords, checked_password

ADA = "ada@example.org"


def test_kept_as_argon2id() -> None:
    passwords = Passwords()
    stored = passwords.hash("seven words are better")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "seven" not in stored and passwords.hash("seven words are better") != stored
    assert passwords.verify("seven words are better", stored)
    assert not passwords.verify("Seven words are better", stored)
    assert not passwords.verify("nobody's password", None), "who has no password has not that of nobody"


def test_however_a_letter_is_composed_it_is_the_same_password() -> None:
    passwords = Passwords()
    assert passwords.verify("cafe\u0301 cafe\u0301", passwords.hash("caf\u00e9 caf\u00e9"))


@pytest.mark.parametrize("password", ["a" * 8, "12345678", "        ", "\u00e9" * 8, "\U0001f40d" * 8, "x" * 200])
def test_any_characters_will_do(password: str) -> None:
    assert checked_password(password, ADA)


@pytest.mark.parametrize("password", ["", "a" * 7, "x" * 201, ADA, "ADA@Example.Org", f" {ADA} "])
def test_too_short_too_long_or_the_address(password: str) -> None:
    with pytest.raises(BadPassword):
        checked_password(password, ADA)


def test_the_name_in_the_address() -> None:
    with pytest.raises(BadPassword, match="than your address"):
        checked_password("Ada.Lovelace", "ada.lovelace@example.org")
