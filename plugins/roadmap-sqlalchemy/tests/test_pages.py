"""The section's own pages, as a visitor without JavaScript gets them."""

from __future__ import annotations

import re

import pytest
from roadmap_sqlalchemy.examples import EXAMPLES

LAB = "/learn/sqlalchemy/lens"


def test_the_front_page_leads_to_every_lesson_and_exercise_and_the_lab(site, section):
    page = site.get("/learn/sqlalchemy")
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


@pytest.mark.parametrize("number", range(1, len(EXAMPLES) + 1))
def test_each_example_fills_the_form(site, number):
    page = site.get(f"{LAB}?example={number}")
    assert page.text.count('aria-current="true"') == 1
    assert page.forms["lens"]["code"].value.strip() == EXAMPLES[number - 1].code.strip()
    assert page.forms["lens"]["example"].value == str(number)


def test_the_lab_is_the_same_for_everyone(site):
    first, second = site.get(LAB), site.get(f"{LAB}?example=nonsense")
    assert first.body == second.body
    assert "Set-Cookie" not in first.headers
    assert "public" in first.headers["Cache-Control"]


def test_the_models_stand_on_the_page(site):
    shown = site.get(LAB).html.find(class_="models").get_text()
    for name in ("Author", "Book", "Genre"):
        assert f"class {name}(Base)" in shown


def test_no_inline_script_or_style(site):
    page = site.get(LAB).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\s(?:src=|type=.application/ld.json))", page)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (" \n", "nothing to run"),
        ("x" * 9000, "larger than 8 KiB"),
        ("a\x00b", "null character"),
    ],
)
def test_what_cannot_be_run_comes_back_with_a_reason(site, code, words):
    page = site.post(LAB, {"code": code, "example": "2"}, status=422)
    assert words in page.text
    assert 'href="#code"' in page.text and 'aria-invalid="true"' in page.text
    assert "<title>Error:" in page.text


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\x00", b"code=" + b"a" * 100_000, b"example=1"],
)
def test_no_form_makes_the_lab_stumble(site, body):
    page = site.post(LAB, body, content_type="application/x-www-form-urlencoded", status="4*")
    assert "Nothing was run" in page.text


def test_a_file_in_place_of_text_is_no_text(site):
    page = site.post(LAB, {"example": "1"}, upload_files=[("code", "a.py", b"1")], status=422)
    assert "nothing to run" in page.text
