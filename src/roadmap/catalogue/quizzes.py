"""A section's quiz from quiz.toml."""

from __future__ import annotations

from pathlib import Path

from roadmap.catalogue.fields import Fields
from roadmap.catalogue.finding import Findings
from roadmap.catalogue.model import Choice, Question, Quiz
from roadmap.catalogue.toml import read_toml


def load_quiz(path: Path, *, section: str, findings: Findings) -> Quiz | None:
    """The quiz in `path`, or None where the file cannot be read; findings are added."""
    document = read_toml(path, findings)
    if document is None:
        return None
    fields = document.fields
    title = fields.text("title")
    tables = fields.tables("question", required=True)
    fields.finish()
    questions: dict[str, Question] = {}
    for table in tables:
        question = _question(table)
        if question.id in questions and question.id:
            table.wrong("id", f"question id {question.id} is taken", "ids are unique within a quiz")
        questions[question.id] = question
    return Quiz(section=section, title=title, questions=tuple(questions.values()), path=path)


def _question(fields: Fields) -> Question:
    question = Question(
        id=fields.identifier("id"),
        prompt=fields.text("prompt", lines=True),
        choices=tuple(_choice(choice) for choice in fields.tables("choice", required=True)),
    )
    fields.finish()
    name = question.id or "question"
    if question.choices and not question.right:
        fields.wrong("id", f"{name} has no right choice", "mark at least one with `right = true`")
    elif question.choices and len(question.right) == len(question.choices):
        fields.wrong("id", f"every choice of {name} is right", "add a wrong one")
    if len({choice.text for choice in question.choices}) < len(question.choices):
        fields.wrong("id", f"two choices of {name} are the same", "change one")
    return question


def _choice(fields: Fields) -> Choice:
    choice = Choice(
        text=fields.text("text", lines=True),
        right=fields.boolean("right", False),
        explanation=fields.text("explanation", lines=True),
    )
    fields.finish()
    return choice
