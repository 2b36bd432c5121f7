"""The section's own pages, as a visitor without JavaScript gets them."""

from __future__ import annotations

import re

import pytest

LAB = "/learn/flask/request-lab"


def test_the_front_page_leads_to_every_lesson_and_exercise_and_the_lab(site, section):
    page = site.get("/learn/flask")
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


@pytest.mark.parametrize("number", range(1, 9))
def test_each_example_fills_the_form(site, number):
    page = site.get(f"{LAB}?example={number}")
    assert page.text.count('aria-current="true"') == 1
    assert "app = Flask(__name__)" in page.forms["lab"]["source"].value
    assert page.forms["lab"]["path"].value.startswith("/")


def test_the_lab_is_the_same_for_everyone(site):
    first, second = site.get(LAB), site.get(f"{LAB}?example=nonsense")
    assert first.body == second.body
    assert "Set-Cookie" not in first.headers
    assert "public" in first.headers["Cache-Control"]


def test_no_inline_script_or_style(site):
    page = site.get(LAB).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\s(?:src=|type=.application/ld.json))", page)


def test_mistakes_come_back_with_the_form_as_it_was(site):
    form = site.get(LAB).forms["lab"]
    form["path"] = '"><script>alert(1)</script>'
    form["headers"] = "no colon"
    page = form.submit(status=422)
    assert "<script>alert" not in page.text
    assert page.forms["lab"]["path"].value == '"><script>alert(1)</script>'
    assert 'href="#path"' in page.text and 'aria-invalid="true"' in page.text
    assert "begins with a slash" in page.text and "no colon" in page.text
    assert "<title>Error:" in page.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"source=%ff%fe&method=GET&path=hello",
        b"source=a&source=b&method=GET&path=%00",
        b"\xff\xfe\x00",
        b"source=" + b"a" * 300_000,
    ],
)
def test_no_form_makes_the_lab_stumble(site, body):
    page = site.post(LAB, body, content_type="application/x-www-form-urlencoded", status="4*")
    assert "The request was not sent" in page.text


def test_a_file_in_place_of_text_is_no_text(site):
    page = site.post(LAB, {"path": "/"}, upload_files=[("source", "app.py", b"app = 1")], status=422)
    assert "app.py is empty" in page.text
