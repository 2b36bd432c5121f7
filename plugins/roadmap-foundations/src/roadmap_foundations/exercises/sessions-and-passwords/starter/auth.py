"""Passwords, sessions and forms. See README.md for the format of the session token."""


def hash_password(password: str) -> str:
    raise NotImplementedError("not written yet")


def verify_password(password: str, stored: str) -> bool:
    raise NotImplementedError("not written yet")


def make_session(user: str, key: str, now: int, lifetime: int = 3600) -> str:
    raise NotImplementedError("not written yet")


def read_session(token: str, key: str, now: int) -> str | None:
    raise NotImplementedError("not written yet")


def make_csrf(token: str, key: str) -> str:
    raise NotImplementedError("not written yet")


def check_csrf(csrf: str, token: str, key: str) -> bool:
    raise NotImplementedError("not written yet")


def escape(text: str) -> str:
    raise NotImplementedError("not written yet")
