"""The search page without JavaScript, the field in the header, and what a missing page offers."""

from __future__ import annotations

from typing import Any


def test_from_the_header_to_a_heading(site: Any) -> None:
    form = site.get("/").html.select_one("header form[role=search]")
    assert (form["action"], form.find("input")["name"]) == ("/search", "q")
    page = site.get("/search", {"q": "safe methods"})
    group = page.html.select_one(".found-group")
    assert group.h2.get_text() == "Web basics"
    first = group.select_one(".found > li")
    assert first.select_one(".found-title a")["href"] == "/learn/specimen/requests"
    assert first.select_one(".found-kind").get_text() == "Lesson"
    link = first.select_one(".found-hit a")
    assert link["href"] == "/learn/specimen/requests#methods-that-change-nothing"
    assert site.get(link["href"]).html.find(id="methods-that-change-nothing")
    assert "safe" in [mark.get_text() for mark in first.select("mark")]
    assert page.forms[1]["q"].value == "safe methods"


def test_every_hit_leads_somewhere(site: Any) -> None:
    hits = site.get("/search", {"q": "request"}).html.select(".found a")
    assert len(hits) > 5
    for hit in hits:
        path, _, anchor = hit["href"].partition("#")
        page = site.get(path)
        assert not anchor or page.html.find(id=anchor), hit["href"]


def test_samples_and_questions_can_be_linked(site: Any) -> None:
    found = [a["href"] for a in site.get("/search", {"q": "spec-split.py"}).html.select(".found a")]
    assert "/learn/specimen/requests#sample-spec-split" in found
    found = [a["href"] for a in site.get("/search", {"q": '"first line of a request hold"'}).html.select(".found a")]
    assert "/learn/specimen/quiz#question-line" in found


def test_a_misspelled_query_says_what_was_meant(site: Any) -> None:
    page = site.get("/search", {"q": "hedaers"})
    said = page.html.select_one(".search-said")
    assert "Showing results for headers. Search instead for hedaers." in said.get_text(" ", strip=True).replace(
        " .", "."
    )
    exact = site.get(said.a["href"])
    assert "No page of this site has hedaers." in exact.html.select_one(".search-said").get_text()
    assert not exact.html.select(".found")


def test_nothing_found(site: Any) -> None:
    page = site.get("/search", {"q": "reqests xyzzyplugh"})
    assert "xyzzyplugh" in page.html.select_one(".search-said").get_text()
    page = site.get("/search", {"q": "xyzzyplugh"})
    assert (
        "No page of this site has xyzzyplugh, or anything like it." in page.html.select_one(".search-said").get_text()
    )
    assert page.html.select_one("main").find("a", href="/learn/specimen")


def test_words_that_no_page_has_together(site: Any) -> None:
    page = site.get("/search", {"q": "shelf headers"})
    assert "No page has all of these words; these have some of them." in page.html.select_one(".search-said").get_text()
    assert len(page.html.select(".found > li")) > 1


def test_an_empty_query(site: Any) -> None:
    for query in ({}, {"q": ""}, {"q": "   "}):
        page = site.get("/search", query)
        assert not page.html.select(".found")
        assert page.html.select_one("main").find("a", href="/learn/specimen")


def test_a_query_is_only_text(site: Any) -> None:
    for query in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "request <b>", "{{ 7 * 7 }}"):
        page = site.get("/search", {"q": query})
        assert page.forms[1]["q"].value == query
        assert not page.html.select("main script, main img, main [onerror]")
    assert "is no text in UTF-8" in site.get("/search?q=%ff%fe", status=400).text


def test_the_empty_page_may_be_found_and_kept_and_what_was_looked_for_may_not(site: Any) -> None:
    page = site.get("/search")
    assert page.headers["Cache-Control"].startswith("public") and "X-Robots-Tag" not in page.headers
    assert page.html.find("link", rel="canonical")["href"] == "http://localhost:6543/search"
    assert page.html.find("meta", attrs={"name": "description"})
    site.get("/search", headers={"If-None-Match": page.headers["ETag"]}, status=304)
    packed = site.get("/search", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["ETag"].endswith('-gz"')
    for query in ("q=tea", "q=", "q=tea&exact=true"):
        found = site.get(f"/search?{query}")
        assert found.headers["X-Robots-Tag"] == "noindex" and "ETag" not in found.headers
        assert found.html.find("link", rel="canonical") is None


def test_a_missing_page_offers_the_search(site: Any) -> None:
    page = site.get("/learn/specimen/status-codes.html", status=404)
    form = page.forms[1]
    assert form["q"].value == "status codes"
    found = form.submit()
    assert found.html.select_one(".found-title a")["href"] == "/learn/specimen/responses"
    assert site.get("/%3Cscript%3E", status=404).forms[1]["q"].value == "script"


def test_making_a_site_and_reading_it_build_no_index(make_app: Any, specimen: Any) -> None:
    site = make_app(plugins=[specimen], runner="off")
    site.get("/learn/specimen")
    assert not site.app.registry.search.is_built
    site.get("/search", {"q": "request"})
    assert site.app.registry.search.is_built
