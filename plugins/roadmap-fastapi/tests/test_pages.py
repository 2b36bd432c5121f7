"""The section's own pages, as a visitor without JavaScript gets them."""

from __future__ import annotations

import re

import pytest

LAB = "/learn/fastapi/types-to-docs"
FRAME = "/learn/fastapi/documentation"


def test_the_front_page_leads_to_every_lesson_and_exercise_and_the_lab(site, section):
    page = site.get("/learn/fastapi")
    for url in (item.url for item in (*section.lessons, *section.exercises)):
        assert f'href="{url}"' in page.text, url
    assert f'href="{LAB}"' in page.text


def test_lessons_exercises_and_quiz_are_rendered(site, section):
    assert section.quiz is not None
    urls = [item.url for item in (*section.lessons, *section.exercises)]
    for url in (*urls, section.quiz.url):
        page = site.get(url)
        assert page.status_int == 200
        assert page.text.count("<h1") == 1, url


@pytest.mark.parametrize("number", range(1, 6))
def test_each_example_fills_the_form(site, number):
    page = site.get(f"{LAB}?example={number}")
    assert page.text.count('aria-current="true"') == 1
    assert "app = FastAPI(" in page.forms["lab"]["source"].value
    assert page.forms["lab"]["good_path"].value.startswith("/")


def test_the_lab_is_the_same_for_everyone(site):
    first, second = site.get(LAB), site.get(f"{LAB}?example=nonsense")
    assert first.body == second.body
    assert "Set-Cookie" not in first.headers
    assert "public" in first.headers["Cache-Control"]


@pytest.mark.parametrize("path", [LAB, f"{FRAME}/swagger-ui", f"{FRAME}/redoc"])
def test_no_inline_script_or_style_and_nothing_from_elsewhere(site, path):
    page = site.get(path)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\s(?:src=|type=.application/ld.json))", page.text)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    for url in re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', page.text):
        assert url.startswith("/") or "canonical" in page.text, url


def test_the_frame_has_no_origin_and_may_only_be_shown_by_this_site(site):
    policy = site.get(f"{FRAME}/redoc").headers["Content-Security-Policy"]
    assert "sandbox allow-scripts" in policy and "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "frame-src 'self'" in site.get(LAB).headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["swagger-ui", "redoc"])
def test_the_files_of_a_documentation_page_are_there(site, name):
    page = site.get(f"{FRAME}/{name}")
    for url in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert site.get(url).status_int == 200


def test_there_is_no_other_documentation_page(site):
    site.get(f"{FRAME}/rapidoc", status=404)


def test_mistakes_come_back_with_the_form_as_it_was(site):
    form = site.get(LAB).forms["lab"]
    form["good_path"] = '"><script>alert(1)</script>'
    form["bad_path"] = "teas"
    page = form.submit(status=422)
    assert "<script>alert" not in page.text
    assert page.forms["lab"]["good_path"].value == '"><script>alert(1)</script>'
    assert 'href="#bad_path"' in page.text and 'aria-invalid="true"' in page.text
    assert "begins with a slash" in page.text
    assert "<title>Error:" in page.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"source=%ff%fe&method=GET&good_path=teas",
        b"source=a&source=b&method=GET&good_path=%00",
        b"\xff\xfe\x00",
        b"source=" + b"a" * 300_000,
    ],
)
def test_no_form_makes_the_lab_stumble(site, body):
    page = site.post(LAB, body, content_type="application/x-www-form-urlencoded", status="4*")
    assert "Nothing was sent" in page.text


def test_a_file_in_place_of_text_is_no_text(site):
    fields = {"good_path": "/", "bad_path": "/", "method": "GET"}
    page = site.post(LAB, fields, upload_files=[("source", "app.py", b"app = 1")], status=422)
    assert "app.py is empty" in page.text
