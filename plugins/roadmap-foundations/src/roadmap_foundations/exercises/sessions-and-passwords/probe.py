"""Stands beside hashlib.scrypt and hmac.compare_digest and writes down who calls them."""

import contextlib
import hashlib
import hmac
import secrets

import auth


@contextlib.contextmanager
def spied(name, *homes, answers=None):
    """Replaces a function in its modules, and under whatever name the learner's module imported it.

    The spy answers what the real one does, or always `answers`.
    """
    real = getattr(homes[0], name)
    calls = []

    def spy(*args, **kwargs):
        calls.append((args, kwargs))
        return real(*args, **kwargs) if answers is None else answers

    places = [(home, name) for home in homes] + [(auth, key) for key, value in vars(auth).items() if value is real]
    for home, key in places:
        setattr(home, key, spy)
    try:
        yield calls
    finally:
        for home, key in places:
            setattr(home, key, real)


def scrypt_calls(password):
    with spied("scrypt", hashlib) as calls:
        stored = auth.hash_password(password)
        hashing = [[kwargs.get("n", 0), kwargs.get("r", 0)] for _, kwargs in calls]
        calls.clear()
        auth.verify_password(password, stored)
        return {"hashing": hashing, "verifying": len(calls)}


def comparisons(user, key):
    stored = auth.hash_password(user)
    token = auth.make_session(user, key, 1000)
    csrf = auth.make_csrf(token, key)
    facts = {}
    with spied("compare_digest", hmac, secrets) as calls:
        for what, run in (
            ("verify_password", lambda: auth.verify_password(user, stored)),
            ("read_session", lambda: auth.read_session(token, key, 1001)),
            ("check_csrf", lambda: auth.check_csrf(csrf, token, key)),
        ):
            calls.clear()
            run()
            facts[what] = {"calls": len(calls)}
    with spied("compare_digest", hmac, secrets, answers=False):
        facts["verify_password"]["overruled"] = bool(auth.verify_password(user, stored))
        facts["read_session"]["overruled"] = auth.read_session(token, key, 1001) is not None
        facts["check_csrf"]["overruled"] = bool(auth.check_csrf(csrf, token, key))
    return facts
