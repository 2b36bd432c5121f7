"""Who this visitor is, if they have signed in, and what they have done: progress, drafts, submissions, answers."""

from __future__ import annotations

from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import private
from roadmap.api.catalogue import exercise_named, exercise_of, section_of
from roadmap.api.problems import Problem
from roadmap.api.submissions import submission_as_json
from roadmap.catalogue import Catalogue, Exercise, Lesson, Question, Quiz
from roadmap.languages import _
from roadmap.learning import Draft, Step, kind_of
from roadmap.markdown import Voice, render_inline


@view_config(route_name="api.progress", request_method="GET")
def get_progress(request: Request) -> Response:
    done = request.progress.all()
    exercises = {key: "passed" if found["passed"] else "tried" for key, found in done["exercises"].items()}
    account = {"address": request.account.address} if request.account else None
    now = request.progress.standing(done, request.catalogue)
    return private(
        {
            "account": account,
            "lessons": done["lessons"],
            "exercises": exercises,
            "quizzes": done["quizzes"],
            "sections": now.sections,
            "recommended": now.recommended,
            "last": step_as_json(now.last),
            "next": step_as_json(now.next),
            "bookmarks": list(request.bookmarks.all()),
            "notes": request.notes.keys(),
        }
    )


@view_config(route_name="api.lesson", request_method="PUT")
def complete_lesson(request: Request) -> Response:
    lesson = lesson_of(request)
    request.progress.complete(lesson.section, lesson.id)
    return _lesson_state(lesson, done=True)


@view_config(route_name="api.lesson", request_method="DELETE")
def reopen_lesson(request: Request) -> Response:
    lesson = lesson_of(request)
    request.progress.reopen(lesson.section, lesson.id)
    return _lesson_state(lesson, done=False)


@view_config(route_name="api.draft", request_method="GET")
def get_draft(request: Request) -> Response:
    exercise = exercise_of(request)
    return private(draft_as_json(exercise, request.drafts.get(exercise.key)))


@view_config(route_name="api.draft", request_method="PUT", openapi=True)
def save_draft(request: Request) -> Response:
    exercise = exercise_of(request)
    body = request.json_body
    stored = request.drafts.get(exercise.key)
    if "version" in body and body["version"] != version_of(stored):
        raise Problem(
            409,
            _("The draft was saved in another window since; nothing was overwritten."),
            more={"draft": draft_as_json(exercise, stored)},
        )
    return private(draft_as_json(exercise, request.drafts.save(exercise.key, body["files"], exercise.version)))


@view_config(route_name="api.draft", request_method="DELETE")
def discard_draft(request: Request) -> Response:
    exercise = exercise_of(request)
    request.drafts.discard(exercise.key)
    return private(draft_as_json(exercise, None))


@view_config(route_name="api.my_submissions", request_method="GET")
def list_submissions(request: Request) -> Response:
    key = request.GET.get("exercise", "")
    if not key:
        raise Problem(422, "Name the exercise: ?exercise=flask/url-shortener", errors=[("exercise", "it is missing")])
    exercise = exercise_named(key, request)
    return private(
        {"submissions": [submission_as_json(each, request) for each in request.submissions.of(exercise.key)]}
    )


@view_config(route_name="api.question", request_method="POST", openapi=True)
def answer_question(request: Request) -> Response:
    quiz, question = question_of(request)
    chosen = request.json_body["chosen"]
    if any(number >= len(question.choices) for number in chosen):
        raise Problem(
            422,
            f"Choices are counted from 0 to {len(question.choices) - 1}.",
            errors=[("chosen", f"the question has {len(question.choices)} choices, counted from 0")],
        )
    answered = request.quizzes.answer(quiz, question.id, chosen)
    return private(
        {
            "right": answered.right,
            "choices": [
                {
                    "text": choice.text,
                    "right": choice.right,
                    "chosen": number in chosen,
                    "explanation": choice.explanation,
                    "html": str(render_inline(choice.explanation, quiz.section, Voice(base=request.language.prefix))),
                }
                for number, choice in enumerate(question.choices)
            ],
        }
    )


def lesson_of(request: Request) -> Lesson:
    """:raises Problem: 404"""
    section = section_of(request)
    catalogue: Catalogue = request.registry.catalogue
    lesson = catalogue.lesson(section.id, request.matchdict["lesson"])
    if lesson is None:
        raise Problem(404, f"There is no lesson {request.matchdict['lesson']!r} in {section.id}.")
    return lesson


def question_of(request: Request) -> tuple[Quiz, Question]:
    """:raises Problem: 404"""
    section = section_of(request)
    name = request.matchdict["question"]
    question = next((each for each in section.quiz.questions if each.id == name), None) if section.quiz else None
    if section.quiz is None or question is None:
        raise Problem(404, f"There is no question {name!r} in the quiz of {section.id}.")
    return section.quiz, question


def step_as_json(step: Step | None) -> dict[str, str] | None:
    if step is None:
        return None
    return {"kind": kind_of(step), "title": step.title, "url": step.url, "language": step.language}


def draft_as_json(exercise: Exercise, draft: Draft | None) -> dict[str, Any]:
    return {
        "exercise": exercise.key,
        "files": dict(draft.files) if draft else {},
        "version": version_of(draft),
        "saved": draft.saved_at.isoformat() if draft else None,
    }


def version_of(draft: Draft | None) -> int:
    """Changes with every save: the milliseconds of when that was."""
    return round(draft.saved_at.timestamp() * 1000) if draft else 0


def _lesson_state(lesson: Lesson, *, done: bool) -> Response:
    return private({"lesson": f"{lesson.section}/{lesson.id}", "done": done})
