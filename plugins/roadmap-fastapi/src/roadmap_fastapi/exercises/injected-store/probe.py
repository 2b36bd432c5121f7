"""What tests of the service would do: build applications of their own in its process, and look into the store's log."""

import os
import sys

from fastapi.testclient import TestClient


def stores():
    return len(sys.modules["store"].made)


def running_log():
    """The log of the store that serves the checks, from its last `begin` with an `add` or a note on."""
    return list(sys.modules["store"].made[0].log)


def fresh(text, name="", password=""):
    """A new application with a life from start to end: what its stores have logged, and what it was opened with."""
    made = sys.modules["store"].made
    before = len(made)
    os.environ.update({"STORE_NAME": name, "STORE_PASSWORD": password} if name else {})
    try:
        app = sys.modules["main"].create_app()
        built = len(made) - before
        with TestClient(app) as client:
            started = len(made) - before
            statuses = [client.post("/notes", json={"text": text}).status_code for _ in range(2)]
            notes = client.get("/notes").json()
    finally:
        os.environ.pop("STORE_NAME", None)
        os.environ.pop("STORE_PASSWORD", None)
    new = made[before:]
    return {
        "made_by_create_app": built,
        "made_at_start": started,
        "logs": [list(store.log) for store in new],
        "names": [[store.name, store.password] for store in new],
        "statuses": statuses,
        "notes": notes,
    }


def two_applications(first, second):
    """Two at the same time: what each of them shows."""
    create = sys.modules["main"].create_app
    with TestClient(create()) as a, TestClient(create()) as b:
        a.post("/notes", json={"text": first})
        b.post("/notes", json={"text": second})
        return a.get("/notes").json(), b.get("/notes").json()


def overridden(text):
    """With a session of the test's own, given out by a plain function."""
    log = []

    class Fake:
        def add(self, text):
            log.append(f"add {text}")

        def note(self, what):
            log.append(what)

        def all(self):
            return ["from the test"]

    made = sys.modules["store"].made
    app = sys.modules["main"].create_app()
    app.dependency_overrides[sys.modules["deps"].get_session] = Fake
    with TestClient(app, raise_server_exceptions=False) as client:
        sessions = sum(entry.endswith(" begin") for store in made for entry in store.log)
        status = client.post("/notes", json={"text": text}).status_code
        notes = client.get("/notes").json()
        sessions = sum(entry.endswith(" begin") for store in made for entry in store.log) - sessions
    return {"log": log, "status": status, "notes": notes, "real_sessions": sessions}


def printed_settings(password):
    os.environ["STORE_PASSWORD"] = password
    try:
        settings = sys.modules["deps"].Settings()
    finally:
        os.environ.pop("STORE_PASSWORD", None)
    return f"{settings!r} {settings}"
