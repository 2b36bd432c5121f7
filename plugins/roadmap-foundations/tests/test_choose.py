"""Choose a framework: advice that follows from the answers, under an address that can be kept."""

from __future__ import annotations

import pytest
from roadmap_foundations.choosing import FRAMEWORKS, QUESTIONS, advice, answers_from

VIEW = "/learn/foundations/choose-a-framework"


def first(**answers):
    return advice(answers_from(answers)).first.framework.id


@pytest.mark.parametrize(
    ("answers", "best"),
    [
        ({"thing": "site", "data": "own", "team": "large", "time": "soon"}, "django"),
        ({"thing": "small", "data": "none", "team": "beginners"}, "flask"),
        ({"thing": "api", "data": "elsewhere", "waiting": "slow"}, "fastapi"),
        ({"thing": "live", "waiting": "open"}, "tornado"),
        ({"thing": "platform", "data": "given", "team": "experienced", "time": "years"}, "pyramid"),
    ],
)
def test_each_framework_is_the_best_for_something(answers, best):
    assert first(**answers) == best


def test_an_answer_speaks_in_reasons_and_in_doubts():
    ranked = {each.framework.id: each for each in advice(answers_from({"thing": "site"})).ranked}
    assert ranked["django"].reasons and not ranked["django"].doubts
    assert ranked["tornado"].doubts and not ranked["tornado"].reasons
    assert [each.points for each in ranked.values()] == sorted((each.points for each in ranked.values()), reverse=True)


def test_a_close_call_is_called_close():
    given = advice(answers_from({"data": "none"}))
    assert {given.first.framework.id, *(each.framework.id for each in given.close)} == set(FRAMEWORKS)


def test_every_option_says_something_with_a_reason():
    for question in QUESTIONS:
        assert len(question.options) >= 3
        for option in question.options:
            assert option.weights or option.note, option.id
            assert all(weight.why and -3 <= weight.points <= 3 for weight in option.weights)


def test_without_answers_there_are_questions_and_no_advice(site):
    page = site.get(VIEW)
    assert len(page.html.select("fieldset")) == len(QUESTIONS)
    assert not page.html.select(".ranking li")
    assert "Look first at" not in page.text


def test_the_address_of_an_advice_can_be_kept(site):
    form = site.get(VIEW).forms["lab"]
    form["thing"] = "live"
    form["waiting"] = "open"
    page = form.submit()
    assert page.request.method == "GET"
    assert "thing=live" in page.request.url and "waiting=open" in page.request.url
    again = site.get(page.request.path_qs)
    assert again.text == page.text
    assert page.html.select_one(".verdict-line strong").text == "Tornado"
    assert page.forms["lab"]["thing"].value == "live"
    assert "You give up" in page.text and "HTTP client in one package" in page.text and "Not answered yet" in page.text


def test_answers_that_are_none_are_left_out(site):
    page = site.get(f"{VIEW}?thing=<script>&data=own&colour=red")
    assert "<script>&" not in page.text and "&lt;script" not in page.text
    assert page.html.select_one(".verdict-line strong").text == "Django"


def test_a_note_is_told(site):
    assert "queue such as Celery" in site.get(f"{VIEW}?waiting=compute").text
