"""Searching over HTTP."""

from __future__ import annotations

from tests.api.conftest import CheckedApp

SEARCH = "/api/v1/search"


def test_pages_by_section(api: CheckedApp) -> None:
    answer = api.get(SEARCH, {"q": "double"}).json
    assert answer["query"] == "double" and answer["meant"] is None and answer["missing"] == []
    pages = [page for section in answer["sections"] for page in section["pages"]]
    assert answer["count"] == len(pages) > 0
    assert "/learn/good/exercises/double" in [page["url"] for page in pages]
    pieces = [piece for page in pages for hit in page["hits"] for piece in hit["snippet"]]
    assert any(piece["match"] and piece["text"].lower().startswith("double") for piece in pieces)


def test_what_was_meant(api: CheckedApp) -> None:
    answer = api.get(SEARCH, {"q": "dobule"}).json
    assert answer["meant"] == "double" and answer["count"]
    exact = api.get(SEARCH, {"q": "dobule", "exact": "true"}).json
    assert (exact["meant"], exact["missing"], exact["count"]) == (None, ["dobule"], 0)


def test_nothing(api: CheckedApp) -> None:
    for query in ("", "%%%", "q" * 5000, "\x00", "xyzzyplugh"):
        assert api.get(SEARCH, {"q": query}).json["sections"] == []


def test_what_can_not_be_asked(api: CheckedApp) -> None:
    assert api.get(SEARCH, status=422).json["errors"][0]["field"] == "q"
    for neither in ("maybe", "", "TRUE"):
        assert api.get(SEARCH, {"q": "a", "exact": neither}, status=422).json["errors"][0]["field"] == "exact"


def test_bytes_that_are_no_text(api: CheckedApp) -> None:
    assert api.get(f"{SEARCH}?q=%ff%fe", status=400).json["detail"].endswith("is no text in UTF-8.")


def test_the_same_for_everyone(api: CheckedApp) -> None:
    first = api.get(SEARCH, {"q": "double"})
    assert "Set-Cookie" not in first.headers and first.headers["Cache-Control"] == "public, max-age=60"
    api.get(SEARCH, {"q": "double"}, headers={"If-None-Match": first.headers["ETag"]}, status=304)
