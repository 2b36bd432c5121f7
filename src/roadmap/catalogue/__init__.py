"""What there is to learn: sections, lessons, quizzes and exercises, as values. No web, no database."""

from roadmap.catalogue.finding import ContentError, Finding
from roadmap.catalogue.links import check_links
from roadmap.catalogue.model import (
    Catalogue,
    Check,
    Choice,
    Exercise,
    Lesson,
    Limits,
    NamedProgram,
    Question,
    Quiz,
    Sample,
    Section,
    Source,
    WrongAnswer,
)
from roadmap.catalogue.order import MAIN
from roadmap.catalogue.program import Program
from roadmap.catalogue.sections import load_section
from roadmap.catalogue.service import SERVICES, Service

__all__ = [
    "MAIN",
    "SERVICES",
    "Catalogue",
    "Check",
    "Choice",
    "ContentError",
    "Exercise",
    "Finding",
    "Lesson",
    "Limits",
    "NamedProgram",
    "Program",
    "Question",
    "Quiz",
    "Sample",
    "Section",
    "Service",
    "Source",
    "WrongAnswer",
    "check_links",
    "load_section",
]
