"""A section's quiz: all questions in one form, answered with an explanation of every choice."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from roadmap.catalogue import Question, Quiz
from roadmap.markdown import render_inline

TEMPLATE = "roadmap:site/templates/quiz.jinja2"


@view_config(route_name="quiz", request_method="GET", renderer=TEMPLATE, everyone=True)
def quiz(quiz: Quiz, request: Request) -> dict[str, Any]:
    return _page(quiz, request, {})


@view_config(route_name="quiz", request_method="POST", renderer=TEMPLATE)
def answer(quiz: Quiz, request: Request) -> dict[str, Any]:
    """Questions that were left out stay open; the others are recorded and explained."""
    chosen = {question.id: chosen_from(question, request) for question in quiz.questions}
    answered = {id: choices for id, choices in chosen.items() if choices}
    for question, choices in answered.items():
        request.quizzes.answer(quiz, question, sorted(choices))
    return _page(quiz, request, answered)


def chosen_from(question: Question, request: Request) -> frozenset[int]:
    """Indexes of the choices that the form names; what is no choice of the question is left out."""
    sent = request.POST.getall(f"q:{question.id}")
    return frozenset(number for number in range(len(question.choices)) if str(number) in sent)


def _page(quiz: Quiz, request: Request, answered: dict[str, frozenset[int]]) -> dict[str, Any]:
    right = sum(answered.get(question.id) == question.right for question in quiz.questions)
    return {
        "section": request.catalogue.section(quiz.section),
        "quiz": quiz,
        "answered": answered,
        "right": right,
        "inline": lambda text: render_inline(text, quiz.section),
    }
