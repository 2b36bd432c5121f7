"""What there is to learn, as JSON: everything that a learner may see, and never checks, solutions or right answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from roadmap.api.answers import public
from roadmap.api.problems import Problem
from roadmap.api.versions import pinned_versions
from roadmap.catalogue import Catalogue, Exercise, Lesson, Quiz, Sample, Section


@view_config(route_name="api.sections", request_method="GET", everyone=True)
def list_sections(request: Request) -> Response:
    return public({"sections": [section_as_json(each, request) for each in request.registry.catalogue.sections]})


@view_config(route_name="api.section", request_method="GET", everyone=True)
def get_section(request: Request) -> Response:
    section = section_of(request)
    return public(
        {
            **section_as_json(section, request),
            "quiz": _quiz_in_full(section.quiz, request),
            "samples": [_sample(sample) for sample in section.samples],
            "front": section.front,
            "distribution": section.distribution,
            "version": section.version,
        },
    )


@view_config(route_name="api.exercise", request_method="GET", everyone=True)
def get_exercise(request: Request) -> Response:
    exercise = exercise_of(request)
    return public(
        {
            **_exercise_summary(exercise, request),
            "section": exercise.section,
            "task": exercise.task,
            "files": dict(exercise.starter),
            "edit": list(exercise.edit),
            "requirements": [{"id": check.id, "title": check.title} for check in exercise.checks],
            "hints": list(exercise.hints),
            "program": exercise.program,
            "entry": exercise.entry,
            "programs": [asdict(program) for program in exercise.programs],
            "runtime": exercise.runtime,
            "services": list(exercise.services),
            "env": dict(exercise.env),
            "limits": asdict(exercise.limits),
            "versions": pinned_versions(request.registry.runtimes.get(exercise.runtime)),
            "version": exercise.version,
        },
    )


def section_of(request: Request) -> Section:
    """The section that the path names. :raises Problem: 404"""
    name = request.matchdict["section"]
    catalogue: Catalogue = request.registry.catalogue
    section = catalogue.section(name)
    if section is None:
        known = ", ".join(each.id for each in catalogue.sections) or "none"
        raise Problem(404, f"There is no section {name!r}; there are: {known}.")
    return section


def exercise_of(request: Request) -> Exercise:
    """The exercise that the path names. :raises Problem: 404"""
    return exercise_named(f"{request.matchdict['section']}/{request.matchdict['slug']}", request)


def exercise_named(key: str, request: Request) -> Exercise:
    """:raises Problem: 404"""
    catalogue: Catalogue = request.registry.catalogue
    exercise = catalogue.exercise_by_key(key)
    if exercise is None:
        raise Problem(404, f"There is no exercise {key!r}.")
    return exercise


def section_as_json(section: Section, request: Request) -> dict[str, Any]:
    known = request.registry.catalogue.as_mapping()
    return {
        "id": section.id,
        "title": section.title,
        "summary": section.summary,
        "hue": section.hue,
        "minutes": section.minutes,
        "after": [each for each in section.after if each in known],
        "lessons": [_lesson(lesson) for lesson in section.lessons],
        "exercises": [_exercise_summary(exercise, request) for exercise in section.exercises],
        "quiz": _quiz_summary(section.quiz),
        "labs": [
            {"title": lab.title, "summary": lab.summary, "url": lab.url}
            for lab in getattr(request.registry, "labs", {}).get(section.id, ())
        ],
        "url": section.url,
        "href": request.route_path("api.section", section=section.id),
    }


def _lesson(lesson: Lesson) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "needs": list(lesson.needs),
        "url": lesson.url,
    }


def _exercise_summary(exercise: Exercise, request: Request) -> dict[str, Any]:
    return {
        "key": exercise.key,
        "id": exercise.id,
        "title": exercise.title,
        "summary": exercise.summary,
        "difficulty": exercise.difficulty,
        "minutes": exercise.minutes,
        "needs": list(exercise.needs),
        "url": exercise.url,
        "href": request.route_path("api.exercise", section=exercise.section, slug=exercise.id),
    }


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "key": f"{sample.section}/{sample.id}",
        "lesson": sample.lesson,
        "name": sample.name,
        "runtime": sample.runtime,
        "services": list(sample.services),
        "code": sample.code,
    }


def _quiz_summary(quiz: Quiz | None) -> dict[str, Any] | None:
    if quiz is None:
        return None
    return {"title": quiz.title, "questions": len(quiz.questions), "url": quiz.url}


def _quiz_in_full(quiz: Quiz | None, request: Request) -> dict[str, Any] | None:
    """The questions without what gives the answers away."""
    if quiz is None:
        return None
    return {
        "title": quiz.title,
        "url": quiz.url,
        "questions": [
            {
                "id": question.id,
                "prompt": question.prompt,
                "choices": [choice.text for choice in question.choices],
                "several": len(question.right) > 1,
                "href": request.route_path("api.question", section=quiz.section, question=question.id),
            }
            for question in quiz.questions
        ],
    }
