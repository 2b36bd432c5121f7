"""Whatever is sent: the answer is one that openapi.yaml knows, and never a defect of ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.api.conftest import KEY, CheckedApp

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=10,
)
names = st.sampled_from(["doubling.py", "good-hello.py", "", ".", "..", "/etc/passwd", "a\x00b", "a" * 300]) | st.text()
files = st.dictionaries(names, st.text(st.characters()) | anything, max_size=3)
bodies = anything | st.fixed_dictionaries(
    {},
    optional={
        "exercise": st.sampled_from([KEY, "good/nope", "x", ""]) | anything,
        "sample": st.sampled_from(["good/good-hello", "good/", "/"]) | anything,
        "runtime": st.sampled_from(["good", "nope"]) | anything,
        "main": names | anything,
        "files": files | anything,
        "services": st.lists(st.sampled_from(["redis", "postgres"])) | anything,
        "version": anything,
        "text": st.text(st.characters()) | anything,
        "lesson": st.sampled_from(["good/first", "good/nope"]) | anything,
        "revision": st.integers(-1, 3) | anything,
        "chosen": st.lists(st.integers(-1, 5)) | anything,
    },
)
targets = st.sampled_from(
    [
        ("POST", "/api/v1/submissions"),
        ("POST", "/api/v1/runs"),
        ("PUT", "/api/v1/me/drafts/good/double"),
        ("POST", "/api/v1/me/quizzes/good/sum"),
        ("POST", "/api/v1/me/lessons/good/first/notes"),
        ("PUT", "/api/v1/me/notes/0123456789abcdef0123456789abcdef"),
    ]
)
lenient = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def send(api: CheckedApp, method: str, path: str, body: bytes, **headers: Any) -> None:
    response = api.request(path, method=method, body=body, content_type="application/json", headers=headers)
    assert response.status_int < 500, response.text


@lenient
@given(target=targets, body=bodies)
def test_any_json(api: CheckedApp, target: tuple[str, str], body: Any) -> None:
    send(api, *target, json.dumps(body).encode())


@lenient
@given(target=targets, body=st.binary(max_size=200))
def test_any_bytes(api: CheckedApp, target: tuple[str, str], body: bytes) -> None:
    send(api, *target, body)


@lenient
@given(segment=st.text(min_size=1, max_size=50), text=st.text(max_size=50))
@example(segment="me/progress", text="")
def test_any_path_and_any_cookie(api: CheckedApp, segment: str, text: str) -> None:
    part = quote(segment, safe="")
    for path in (f"sections/{part}", f"exercises/good/{part}", f"submissions/{part}", f"submissions/{part}/events"):
        assert api.get(f"/api/v1/{path}", headers={"Cookie": f"visitor={quote(text)}"}).status_int < 500
    assert api.get(f"/api/v1/me/submissions?exercise={part}").status_int < 500
    # Without slashes: the checker takes a longer path that ends like one of the document for that.
    name = part.replace("%2F", "-")
    for path in (f"me/bookmarks/good/{name}", f"me/notes/{name}?revision=1", f"me/notes/x?revision={part}"):
        assert api.delete(f"/api/v1/{path}").status_int < 500
