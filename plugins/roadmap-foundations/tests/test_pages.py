"""The section's own pages, as a visitor without JavaScript gets them."""

from __future__ import annotations


def test_the_front_page_leads_to_every_lesson_and_exercise(site, section):
    page = site.get("/learn/foundations")
    for url in (item.url for item in (*section.lessons, *section.exercises)):
        assert f'href="{url}"' in page.text, url


def test_lessons_exercises_and_quiz_are_rendered(site, section):
    assert section.quiz is not None
    urls = [item.url for item in (*section.lessons, *section.exercises)]
    for url in (*urls, section.quiz.url):
        page = site.get(url)
        assert page.status_int == 200
        assert page.text.count("<h1") == 1, url


def test_the_icon_is_served(site):
    answer = site.get("/learn/foundations/static/icon.svg")
    assert answer.content_type == "image/svg+xml"
    assert b"style=" not in answer.body
