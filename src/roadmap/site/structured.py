"""What a page is, in the words of https://schema.org: a section is a Course, what is in it a LearningResource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from roadmap.catalogue import Exercise, Lesson, Quiz, Section
from roadmap.plugins.lab import Lab
from roadmap.site.dates import days_of, last_gone_over
from roadmap.site.words import DIFFICULTIES

CONTEXT = "https://schema.org"
Data = Mapping[str, Any]


def course(section: Section, after: Sequence[Section], labs: Sequence[Lab], site: str) -> Data:
    """:param after: the sections that should come first.
    :param site: the address of the site, without a slash at its end.
    """
    parts: list[Lesson | Exercise | Lab | Quiz] = [*section.lessons, *section.exercises, *labs]
    parts += [section.quiz] if section.quiz else []
    hours = _duration(section.minutes)
    return {
        "@context": CONTEXT,
        "@type": "Course",
        **_named(section, site),
        "description": section.summary,
        "provider": {"@type": "Organization", "name": "Roadmap", "url": f"{site}/"},
        "timeRequired": hours,
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": "Online", "courseWorkload": hours},
        **({"coursePrerequisites": [{"@type": "Course", **_named(each, site)} for each in after]} if after else {}),
        **_changed(days_of(section).get(section.url)),
        "hasPart": [{"@type": "LearningResource", **_named(part, site)} for part in parts],
        **_common(),
    }


def resource(section: Section, item: Lesson | Exercise | Quiz | Lab, description: str, site: str) -> Data:
    """A page of `section`; a quiz is of schema.org's narrower type as well."""
    return {
        "@context": CONTEXT,
        "@type": ["LearningResource", "Quiz"] if isinstance(item, Quiz) else "LearningResource",
        **_named(item, site),
        "description": description,
        "learningResourceType": type(item).__name__,
        "isPartOf": {"@type": "Course", **_named(section, site)},
        **_particular(section, item),
        **_common(),
    }


def _particular(section: Section, item: Lesson | Exercise | Quiz | Lab) -> Data:
    if isinstance(item, Quiz | Lab):
        return {}
    level = (
        {"educationalLevel": DIFFICULTIES.get(item.difficulty, str(item.difficulty))}
        if isinstance(item, Exercise)
        else {}
    )
    return {"timeRequired": _duration(item.minutes), **level, **_changed(last_gone_over(section, item))}


def _named(item: Section | Lesson | Exercise | Quiz | Lab, site: str) -> Data:
    address = site + quote(item.url)
    return {"@id": address, "url": address, "name": item.title}


def _changed(day: Any) -> Data:
    return {"dateModified": day.isoformat()} if day else {}


def _common() -> Data:
    return {"inLanguage": "en", "isAccessibleForFree": True}


def _duration(minutes: int) -> str:
    """As ISO 8601 has it: `PT1H20M`."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")
