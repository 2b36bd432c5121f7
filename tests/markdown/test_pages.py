"""What a lesson's Markdown becomes: read as a browser reads it, not compared as text."""

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from roadmap.catalogue import Exercise, Lesson, Limits, Sample, Section, Source
from roadmap.markdown import render_front, render_inline, render_lesson, render_task


def lesson(text: str, samples: tuple[Sample, ...] = (), excerpts: dict[str, str] | None = None) -> Lesson:
    return Lesson(
        section="flask",
        id="micro",
        title="Micro",
        summary="Small.",
        minutes=5,
        needs=(),
        sources=(Source("Docs", "https://example.com", date(2026, 1, 1)),),
        samples=samples,
        text=text,
        text_line=1,
        path=Path("10-micro.md"),
        excerpts=excerpts or {},
    )


def section(front: str = "", *lessons: Lesson) -> Section:
    return Section(
        "flask", "Flask", "Web.", 200, (), front, lessons, (), None, "roadmap-flask", "1.0", Path("roadmap_flask")
    )


def soup(text: str, *samples: Sample, excerpts: dict[str, str] | None = None) -> BeautifulSoup:
    return BeautifulSoup(render_lesson(section(), lesson(text, samples, excerpts)).html, "html.parser")


HELLO = Sample(
    id="fl-hello",
    section="flask",
    lesson="micro",
    name="app.py",
    code='print("<hello>")\n',
    output="<hello>\n",
    varying=True,
    runtime="flask",
    services=(),
    limits=Limits(),
    path=Path("samples/fl-hello.py"),
    line=3,
)


def test_headings_have_stable_unique_anchors_with_a_labelled_permalink():
    rendered = render_lesson(
        section(), lesson("## What *micro* means\n\n### Why\n\n## Why\n\n## `url_for()` & co\n\n## ???\n")
    )
    assert [(heading.level, heading.id, heading.text) for heading in rendered.headings] == [
        (2, "what-micro-means", "What micro means"),
        (3, "why", "Why"),
        (2, "why-2", "Why"),
        (2, "url-for-co", "url_for() & co"),
        (2, "section", "???"),
    ]
    page = BeautifulSoup(rendered.html, "html.parser")
    link = page.find(id="what-micro-means").find("a", class_="permalink")
    assert link["href"] == "#what-micro-means"
    assert link["aria-label"] == "Link to this section: What micro means"


def test_a_heading_cannot_take_the_anchor_of_a_footnote():
    rendered = render_lesson(section(), lesson("## fn1\n\nText[^a].\n\n[^a]: Note.\n"))
    page = BeautifulSoup(rendered.html, "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_a_sample_is_its_code_a_run_form_and_its_output():
    page = soup('## Start\n\n```python sample="fl-hello.py"\n```\n\n```output varying\n<hello>\n```\n', HELLO)
    code, output = page.find_all("figure")
    assert code["class"] == ["code", "sample"]
    assert (code["data-sample"], code["data-runtime"], code["data-name"]) == ("fl-hello", "flask", "app.py")
    assert code.figcaption.get_text(" ", strip=True) == "app.py Python"
    assert code.pre["tabindex"] == "0"
    assert code.pre.get_text() == 'print("<hello>")\n'
    assert (code.form["method"], code.form["action"]) == ("post", "/learn/flask/samples/fl-hello/run")
    assert code.form.button.get_text() == "Run app.py"
    assert code["id"] == "sample-fl-hello"
    assert (code.a["href"], code.a.get_text()) == ("/learn/flask/samples/fl-hello", "Edit app.py")
    assert output["data-output-of"] == "fl-hello"
    assert output.samp.get_text() == "<hello>\n"
    assert "numbers differ" in output.figcaption.get_text()


def test_a_sample_that_is_shown_twice_or_named_like_a_heading_repeats_no_id():
    shown = '```python sample="fl-hello.py"\n```\n\n'
    for text, ids in ((shown * 2, ["sample-fl-hello"]), (f"## Sample fl-hello\n\n{shown}", ["sample-fl-hello"])):
        assert [tag["id"] for tag in soup(text, HELLO).find_all(id=True)] == ids


def test_an_excerpt_shows_the_lines_it_names():
    page = soup('```python excerpt="app.py" lines="2-3"\n```\n', excerpts={"app.py": "a = 1\nb = 2\nc = 3\nd = 4\n"})
    assert page.pre.get_text() == "b = 2\nc = 3\n"
    assert page.find(class_="code-name").get_text() == "app.py"


def test_shown_code_can_be_named_and_marked():
    page = soup('```python name="bad.py" mark="bad"\nexcept: pass\n```\n')
    assert page.figure["class"] == ["code", "code-bad"]
    assert page.figcaption.get_text(" ", strip=True) == "Avoid bad.py Python"


def test_highlighting_uses_short_classes_and_keeps_the_text():
    page = soup("```python\ndef f():\n    return '<b>'\n```\n")
    assert page.find("span", class_="k").get_text() == "def"
    assert page.pre.get_text() == "def f():\n    return '<b>'\n"


@pytest.mark.parametrize("kind", ["note", "tip", "warning", "today"])
def test_callouts_say_their_kind_in_words(kind):
    page = soup(f"::: {kind} Mind the `gap` & *all*\nText.\n:::\n\nAfter.\n")
    box = page.aside
    assert box["class"] == ["callout", f"callout-{kind}"]
    assert box["aria-label"].endswith(": Mind the gap & all")
    assert box.find("p", class_="callout-title").code.get_text() == "gap"
    assert "After" not in box.get_text()


def test_a_correction_carries_its_id():
    box = soup("::: today {C-14} Which template engine?\nJinja.\n:::\n").aside
    assert box["id"] == "C-14"
    assert box["aria-label"] == "True today: Which template engine?"


def test_an_id_stands_once_on_a_page():
    page = soup("## Why\n\n::: note {why}\nA.\n:::\n\n::: note {C-1}\nB.\n:::\n\n::: note {C-1}\nC.\n:::\n")
    assert [tag["id"] for tag in page.find_all(id=True)] == ["why", "C-1"]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("lesson:rest-dispatch", "/learn/flask/rest-dispatch"),
        ("lesson:redis/streams#why", "/learn/redis/streams#why"),
        ("exercise:url-shortener", "/learn/flask/exercises/url-shortener"),
        ("exercise:redis/leaderboard", "/learn/redis/exercises/leaderboard"),
        ("section:redis", "/learn/redis"),
        ("quiz:flask", "/learn/flask/quiz"),
        ("#why", "#why"),
        ("/learn/flask/request-lab", "/learn/flask/request-lab"),
    ],
)
def test_short_links_become_urls(href, url):
    link = soup(f"[there]({href})").p.a
    assert link["href"] == url
    assert "rel" not in link.attrs


def test_links_to_elsewhere_do_not_hand_over_the_window():
    link = soup('[Flask](https://flask.example/docs "Docs")').p.a
    assert link["rel"] == ["noopener"]
    assert link["title"] == "Docs"


@pytest.mark.parametrize("href", ["//evil.example", "ftp://x", "javascript:alert(1)", "data:text/html,x", "other.html"])
def test_what_is_no_link_of_ours_leads_nowhere(href):
    assert not soup(f"[x]({href})").find_all(href=True)


def test_tables_scroll_by_keyboard_and_align_without_inline_style():
    page = soup("## Speed\n\n| a | b |\n| :- | -: |\n| 1 | 2 |\n")
    box = page.find("div", class_="table-scroll")
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "region", "Table 1: Speed")
    assert [cell["scope"] for cell in box.find_all("th")] == ["col", "col"]
    assert [cell["class"] for cell in box.find_all("td")] == [["align-left"], ["align-right"]]


def test_footnotes_and_definitions():
    page = soup("Old[^1] and older[^1].\n\n[^1]: *Very*.\n\nTerm\n: Meaning\n")
    assert page.dt.get_text() == "Term"
    notes = page.find("section", class_="footnotes")
    assert notes["aria-label"] == "Footnotes"
    # A browser would mend what is not closed: here the text counts.
    html = render_lesson(section(), lesson("Old[^1].\n\n[^1]: *Very*.\n")).html
    assert "</li>" in html and "</>" not in html
    for link in page.find_all("a", href=True):
        assert page.find(id=link["href"][1:]), link["href"]
        assert link["aria-label"]


def test_pictures_come_from_the_plugins_static_folder():
    page = soup("![A *map*](static/map.svg) ![x](https://elsewhere.example/x.png)")
    assert [(image["src"], image["alt"]) for image in page.find_all("img")] == [
        ("/learn/flask/static/map.svg", "A map")
    ]


def test_html_is_text():
    assert soup("<b onclick=x>bold</b>").find("b") is None
    assert soup("<script>alert(1)</script>").find("script") is None


def test_a_task_and_a_front_page_are_rendered_alike(tmp_path):
    exercise = Exercise(
        section="flask", id="x", title="X", summary="", difficulty=1, minutes=5, runtime="flask", program="wsgi",
        entry="app:app", services=(), env={}, limits=Limits(), edit=("app.py",), hints=(), needs=(),
        task="## Build\n\nSee [this](lesson:micro).", starter={}, solution={}, wrong=(), checks=(), checks_source="",
        probe_source=None, version="1", path=tmp_path,
    )  # fmt: skip
    assert 'href="/learn/flask/micro"' in render_task(exercise).html
    assert [heading.id for heading in render_front(section("## Who uses it\n")).headings] == ["who-uses-it"]


def test_inline_text_has_no_paragraph():
    assert render_inline("Use `flask run` & <b>", "flask") == "Use <code>flask run</code> &amp; &lt;b&gt;"
    assert render_inline("[x](lesson:micro)", "flask") == '<a href="/learn/flask/micro">x</a>'
