"""Pages in other languages: their addresses, what they say, what they say is missing, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from webob import Request
from webtest import TestApp

from roadmap.plugins import Plugin, discover
from roadmap.runner import Unavailable
from roadmap.testing.site import Sites

PACKAGE = Path(__file__).parent / "pkgs" / "spoken"
SITE = "http://localhost:6543"
TEA, COFFEE = "/learn/spoken/tea", "/learn/spoken/coffee"


@pytest.fixture(scope="module")
def spoken(specimen: Plugin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PACKAGE))
        plugins = [specimen, *discover([str(PACKAGE)])]
        folder = tmp_path_factory.mktemp("site")
        with Sites(folder, runner=Unavailable("nothing is run in these tests"), runtimes=folder) as sites:
            sites.make(plugins, runner="off", development=True)
            limits = {"rate_submissions": 1000, "rate_address": 1000}
            yield sites.make(plugins, runner="off", development=False, **limits)


@pytest.fixture
def site(spoken: TestApp) -> Any:
    return TestApp(spoken.app)


def alternates(page: Any) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.html.find_all("link", rel="alternate", hreflang=True)}


# Addresses.


@pytest.mark.parametrize(
    ("prefix", "code", "word"), [("", "en", "Search"), ("/de", "de", "Suche"), ("/es", "es", "Buscar")]
)
def test_the_address_says_the_language(site: Any, prefix: str, code: str, word: str) -> None:
    page = site.get(f"{prefix}/search")
    assert page.html.html["lang"] == code
    assert page.html.h1.text == word
    assert page.html.select_one("form.top-search")["action"] == f"{prefix}/search"


def test_a_language_alone_is_an_address_without_its_slash(site: Any) -> None:
    assert site.get("/de", status=301).headers["Location"].endswith("/de/")
    assert site.get("/de/").html.html["lang"] == "de"


@pytest.mark.parametrize("path", ["/en/", "/fr/learn/spoken", "/de/de/", "/de/fr/", "/DE/", "/de/learn/nowhere"])
def test_what_is_no_language_is_no_address(site: Any, path: str) -> None:
    site.get(path, status=404)


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/healthz", "/api/v1/sections", "/api/v1/"])
def test_what_machines_read_has_one_address(site: Any, path: str) -> None:
    site.get(path)
    site.get(f"/de{path}", status=404)


def test_every_link_of_a_page_stays_in_its_language(site: Any) -> None:
    for path in (
        "/de/",
        "/de/learn/spoken",
        f"/de{TEA}",
        "/de/learn/specimen/quiz",
        "/de/search?q=tea",
        "/de/progress",
        "/de/learn/specimen/exercises/greet",
        "/de/learn/spoken/echo",
        "/de/nowhere",
    ):
        page = site.get(path, status="*").html
        for menu in page.select(".languages, .offer, .original"):
            menu.decompose()
        found = [
            tag[name]
            for tag, name in [
                *((link, "href") for link in page.find_all("a", href=True)),
                *((form, "action") for form in page.find_all("form", action=True)),
            ]
        ]
        assert [href for href in found if href.startswith("/") and not href.startswith("/de/")] == [], path


def test_a_form_leads_back_into_the_language(site: Any) -> None:
    answer = site.post(f"/de{TEA}/done", status=303)
    assert answer.headers["Location"] == "http://localhost/de/progress"
    assert answer.follow().html.select_one(f'.listing a[href="/de{TEA}"]').find_next_sibling().text == "Erledigt"
    # The cookie is the visitor's, whatever language they read.
    assert site.get("/progress").html.select_one(f'.listing a[href="{TEA}"]').find_next_sibling().text == "Done"


def test_a_quiz_is_answered_in_the_language(site: Any) -> None:
    form = site.get("/de/learn/specimen/quiz").forms[1]
    assert form.action == "/de/learn/specimen/quiz"
    for field in {name for name in form.fields if name and name.startswith("q:")}:
        form.set(field, "0", index=0) if form.fields[field][0].attrs.get("type") == "checkbox" else form.set(field, "0")
    page = form.submit()
    assert page.html.html["lang"] == "de"
    assert {tag.text for tag in page.html.select(".choice-why > b")} == {"Richtig.", "Falsch."}


def test_where_the_site_is_mounted_comes_first(spoken: Any) -> None:
    request = Request.blank("/", environ={"SCRIPT_NAME": "/roadmap", "PATH_INFO": "/de/search"})
    page = request.get_response(spoken.app)
    assert 'action="/roadmap/de/search"' in page.text
    assert '<a href="/roadmap/es/search"' in page.text


# The same for everyone.


def test_a_page_is_kept_for_each_language(spoken: Any) -> None:
    def body(path: str, accept: str) -> bytes:
        request = Request.blank(path, headers={"Accept-Language": accept})
        return bytes(request.get_response(spoken.app).body)

    for path in ("/", TEA, "/api/v1/sections", "/feed.atom"):
        english = body(path, "de")
        assert body(path, "en") == body(path, "es") == english
    assert body(f"/de{TEA}", "en") == body(f"/de{TEA}", "es") != body(TEA, "de")
    ready = spoken.app.registry.shortcut._ready
    assert ready[f"/de{TEA}"].body == body(f"/de{TEA}", "")
    assert ready[TEA].body == body(TEA, "")


def test_ready_pages_of_a_language_go_past_the_router(spoken: Any) -> None:
    seen = []
    inner = spoken.app.handle_request

    def handle(request: Any) -> Any:
        seen.append(request.path)
        return inner(request)

    spoken.app.handle_request = handle
    try:
        for _ in range(3):
            assert Request.blank(f"/es{COFFEE}").get_response(spoken.app).status_int == 200
    finally:
        spoken.app.handle_request = inner
    assert seen == [f"/es{COFFEE}"]


def test_no_page_of_another_language_is_made_before_it_is_asked_for(
    make_app: Callable[..., Any], specimen: Plugin
) -> None:
    site = make_app(plugins=[specimen], runner="off")
    site.get("/learn/specimen")
    assert site.app.registry.catalogues._made == {}
    site.get("/es/learn/specimen")
    assert set(site.app.registry.catalogues._made) == {"es"}


# Texts.


def test_a_translation_takes_the_place_of_the_text(site: Any) -> None:
    page = site.get(f"/de{TEA}").html
    assert page.h1.text == "Tee kochen"
    assert "lang" not in page.h1.attrs
    assert [heading["id"] for heading in page.select(".prose h2")] == ["the-pot", "the-cup"]
    assert page.select_one(".prose h2").contents[0].strip() == "Die Kanne"
    assert page.select_one(".toc a")["href"] == "#the-pot"
    assert page.select_one(".prose a[href$=coffee]")["href"] == f"/de{COFFEE}"
    assert page.select_one(".callout")["id"] == "C-1"
    assert page.select_one(".callout-kind").text == "Heute gilt"
    assert page.select_one(".table-scroll")["aria-label"] == "Tabelle 1: Die Kanne"
    assert page.select_one(".facts li").text == "5 Minuten"
    assert page.select_one(".sources time").text == "3. Oktober 2026"
    assert page.select_one(".original") is None


def test_what_is_not_translated_is_said_to_be_in_english(site: Any) -> None:
    page = site.get(f"/de{COFFEE}").html
    assert page.select_one(".original").text == (
        "Diese Seite ist noch nicht übersetzt; ihr Text ist das englische Original."
    )
    assert (page.h1.text, page.h1["lang"]) == ("Making coffee", "en")
    assert page.select_one(".prose")["lang"] == page.select_one(".lead")["lang"] == "en"
    assert page.select_one(".permalink")["aria-label"] == "Link to this section: The mill"
    # What it needs is translated, and is no English.
    needed = page.select_one(".facts a")
    assert needed.text == "Tee kochen"
    assert "lang" not in needed.attrs
    assert site.get(COFFEE).html.select_one(".original") is None


def test_a_translation_that_is_older_than_its_original_says_so(site: Any) -> None:
    page = site.get(f"/es{TEA}").html
    notice = page.select_one(".original")
    assert notice.text == "El original en inglés ha cambiado desde que se tradujo esta página."
    assert (notice.a["href"], notice.a["hreflang"]) == (TEA, "en")
    assert page.h1.text == "Preparar té"


def test_lists_say_which_of_their_entries_are_in_english(site: Any) -> None:
    entries = site.get("/de/learn/spoken").html.select(".listing > li > a")
    assert [(entry.text, entry.get("lang")) for entry in entries] == [("Tee kochen", None), ("Making coffee", "en")]
    assert site.get("/de/learn/spoken").html.h1.text == "Zungen"
    assert site.get("/es/learn/spoken").html.h1.span["lang"] == "en"


def test_the_printed_section_is_in_both_languages(site: Any) -> None:
    page = site.get("/de/learn/spoken/print").html
    assert page.html["lang"] == "de"
    assert [(each.text, each.get("lang")) for each in page.select(".printed-lesson > .head > h2")] == [
        ("Tee kochen", None),
        ("Making coffee", "en"),
    ]
    assert page.select_one("#tea\\.the-pot").text == "Die Kanne"


def test_what_scripts_say_comes_with_the_page(site: Any) -> None:
    import json

    words = json.loads(site.get("/de/").html.find("script", id="words").string)
    assert words["Copied"] == "Kopiert"
    assert words["{number} page, best first."] == ["{number} Seite.", "{number} Seiten, die beste zuerst."]
    assert site.get("/").html.find("script", id="words") is None


def test_a_plugin_says_its_texts_with_gettext(site: Any) -> None:
    page = site.get("/de/learn/spoken/echo").html
    assert page.h1.text == "Suche"
    assert page.select_one("#here").text == "/de/learn/spoken/echo"
    # A text with markup in it is HTML; what is put into it, and what code says, is not.
    assert page.select_one("#bold").text == "Ein Beispiel aus <b>bold</b>"
    assert page.select_one("#filtered").text == "Antworten <i>own</i>"
    assert [link["href"] for link in page.select("main ul a")] == [f"/de{TEA}", f"/de{COFFEE}"]


# The search.


def test_searching_finds_translations(site: Any) -> None:
    page = site.get("/de/search", {"q": "Kanne"}).html
    found = page.select_one(".found-title a")
    assert (found["href"], found.text) == (f"/de{TEA}", "Tee kochen")
    assert site.get("/search", {"q": "Kanne"}).html.select_one(".found-title") is None


def test_searching_finds_originals_of_what_is_not_translated(site: Any) -> None:
    found = site.get("/de/search", {"q": "coffee"}).html.select_one(".found-title a[href$=coffee]")
    assert (found["href"], found["lang"]) == (f"/de{COFFEE}", "en")


# For whoever indexes the site.


def test_the_address_of_a_page_is_the_one_of_its_text(site: Any) -> None:
    canonical = {
        path: site.get(path).html.find("link", rel="canonical")["href"] for path in (f"/de{TEA}", f"/de{COFFEE}")
    }
    assert canonical == {f"/de{TEA}": f"{SITE}/de{TEA}", f"/de{COFFEE}": f"{SITE}{COFFEE}"}


def test_pages_name_the_languages_of_their_text(site: Any) -> None:
    of_tea = {
        "en": f"{SITE}{TEA}",
        "x-default": f"{SITE}{TEA}",
        "de": f"{SITE}/de{TEA}",
        "es": f"{SITE}/es{TEA}",
    }
    for prefix in ("", "/de", "/es"):
        assert alternates(site.get(prefix + TEA)) == of_tea
        assert alternates(site.get(prefix + COFFEE)) == {}
    assert set(alternates(site.get("/es/"))) == {"en", "x-default", "de", "es"}
    assert set(alternates(site.get("/learn/spoken"))) == {"en", "x-default", "de"}


def test_the_sitemap_has_translations_as_pages_of_their_own(site: Any) -> None:
    text = site.get("/sitemap.xml").text
    assert f"<loc>{SITE}/de{TEA}</loc>" in text
    assert f"<loc>{SITE}/de{COFFEE}</loc>" not in text
    assert text.count(f'hreflang="es" href="{SITE}/es{TEA}"') == 3


def test_the_feed_of_a_language(site: Any) -> None:
    german, english = site.get("/de/feed.atom").text, site.get("/feed.atom").text
    assert 'xml:lang="de"' in german
    assert "Zungen: Tee kochen" in german
    assert f'href="{SITE}/de{TEA}"' in german
    ids = [[line for line in text.splitlines() if "urn:uuid" in line] for text in (german, english)]
    assert ids[0] == ids[1] != []


def test_structured_data_says_the_language(site: Any) -> None:
    import json

    def language(path: str) -> str:
        return str(json.loads(site.get(path).html.find("script", type="application/ld+json").string)["inLanguage"])

    assert [language(path) for path in (TEA, f"/de{TEA}", f"/de{COFFEE}")] == ["en", "de", "en"]


# Choosing.


@pytest.mark.parametrize("path", [TEA, f"/de{TEA}", "/learn/specimen/header-lab", "/progress", "/nowhere"])
def test_the_menu_leads_to_the_same_page(site: Any, path: str) -> None:
    bare = path.removeprefix("/de")
    links = site.get(path, status="*").html.select(".languages a")
    assert {(link["href"], link["lang"]) for link in links} == {
        pair for pair in ((bare, "en"), (f"/de{bare}", "de"), (f"/es{bare}", "es")) if pair[0] != path
    }


def test_the_menu_keeps_what_was_searched_for(site: Any) -> None:
    links = site.get("/search", {"q": "a b&c"}).html.select(".languages a")
    assert links[0]["href"] == "/de/search?q=a+b%26c"


def test_the_first_page_offers_other_languages_in_their_own_words(site: Any) -> None:
    offers = {offer["lang"]: offer.a["href"] for offer in site.get("/").html.select(".offer")}
    assert offers == {"de": "/de/", "es": "/es/"}
    assert "Diese Seite gibt es auch auf Deutsch." in site.get("/").text


# Errors.


def test_a_missing_page_is_missing_in_the_language(site: Any) -> None:
    page = site.get("/de/learn/spoken/te", status=404).html
    assert page.h1.text == "Unter dieser Adresse gibt es keine Seite"
    assert f"/de{TEA}" in [link["href"] for link in page.select("main ul a")]


def test_a_refusal_is_in_the_language(site: Any) -> None:
    page = site.post(f"/de{TEA}/done", headers={"Sec-Fetch-Site": "cross-site"}, status=403).html
    assert page.h1.text == "Von einer anderen Website gesendet"


@pytest.mark.parametrize(
    ("accept", "detail"),
    [
        ("de", "elsewhere.py ist keine Datei"),
        ("es-AR, en;q=0.5", "elsewhere.py no es un archivo"),
        ("fr, en;q=0.2", "elsewhere.py is not a file"),
        ("", "elsewhere.py is not a file"),
        ("*", "elsewhere.py is not a file"),
    ],
)
def test_the_api_speaks_the_language_that_is_asked_for(site: Any, accept: str, detail: str) -> None:
    body = {"exercise": "specimen/greet", "files": {"elsewhere.py": ""}}
    answer = site.post_json(
        "/api/v1/submissions", body, headers={"Accept-Language": accept} if accept else {}, status=422
    )
    assert detail in answer.json["detail"]


def test_the_api_finds_in_the_language_that_is_asked_for(site: Any) -> None:
    found = site.get("/api/v1/search?q=Kanne", headers={"Accept-Language": "de"})
    assert found.json["sections"][0]["pages"][0]["url"] == f"/de{TEA}"
    assert "Accept-Language" in found.headers["Vary"]
    assert site.get("/api/v1/search?q=Kanne").json["count"] == 0
