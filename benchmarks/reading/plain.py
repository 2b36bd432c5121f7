"""The baseline that one would write first: a Pyramid page that reads a lesson from the database and renders it.

As Pyramid's own tutorial has it: SQLAlchemy with a session for each request in pyramid_tm's transaction, and a Jinja2
template that is compiled once. The template is the site's own, so that the page is the same, byte for byte. It is not
made slow: Markdown has become HTML beforehand, a page takes four small queries, and the application has one route.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from sqlalchemy import JSON, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from benchmarks.reading.sections import generate
from roadmap import catalogue as content
from roadmap.languages import DEFAULT, LANGUAGES
from roadmap.markdown import render_lesson

TEMPLATE = "roadmap:site/templates/lesson.jinja2"


class Base(DeclarativeBase):
    pass


class Section(Base):
    __tablename__ = "section"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    hue: Mapped[int]
    url: Mapped[str]


class Lesson(Base):
    __tablename__ = "lesson"

    section: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    minutes: Mapped[int]
    needs: Mapped[list[str]] = mapped_column(JSON)
    url: Mapped[str]
    html: Mapped[str]
    headings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Source(Base):
    __tablename__ = "source"

    number: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str]
    lesson: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    url: Mapped[str]
    checked: Mapped[date]


def application(folder: Path) -> Any:
    """:param folder: for the database, and for a generated plugin, whose lessons are what is in it."""
    engine = create_engine(f"sqlite:///{folder / 'plain.sqlite'}")
    Base.metadata.create_all(engine)
    site = _generated(folder)
    with Session(engine) as session:
        _fill(session, site.catalogue.section("gen-000"))
        session.commit()
    sessions = sessionmaker(engine)

    def db(request: Request) -> Session:
        made = sessions()
        zope.sqlalchemy.register(made, transaction_manager=request.tm)
        return made

    settings = {"tm.manager_hook": "pyramid_tm.explicit_manager", "pyramid.reload_templates": "false"}
    with Configurator(settings=settings) as config:
        # What the site's template asks for: addresses of static files, labs, and what search engines read of a page.
        for name in ("roadmap", "assets", "catalogue", "labs"):
            setattr(config.registry, name, getattr(site, name))
        config.add_request_method(lambda request: LANGUAGES[DEFAULT], "language", property=True)
        config.include("roadmap.site.catalogues")
        config.include("roadmap.site.rendering")
        config.include("pyramid_tm")
        config.add_request_method(db, "db", reify=True)
        config.add_route("lesson", "/learn/{section}/{lesson}", factory=_described)
        # The template links to the rest of the site.
        for route in site.introspector.get_category("routes"):
            if route["introspectable"]["name"] != "lesson":
                config.add_route(route["introspectable"]["name"], route["introspectable"]["pattern"], static=True)
        config.add_view(view, route_name="lesson", renderer=TEMPLATE)
    return config.make_wsgi_app()


def view(context: Any, request: Request) -> dict[str, Any]:
    db, match = request.db, request.matchdict
    lesson = db.get(Lesson, (match["section"], match["lesson"]))
    if lesson is None:
        raise HTTPNotFound()
    section = db.get(Section, lesson.section)
    listed = select(Lesson.section, Lesson.id, Lesson.title, Lesson.url)
    listed = listed.where(Lesson.section == lesson.section).order_by(Lesson.position)
    lessons = db.execute(listed).all()
    sources = select(Source).where(Source.section == lesson.section, Source.lesson == lesson.id)
    place = next(number for number, each in enumerate(lessons) if each.id == lesson.id)
    return {
        "section": SimpleNamespace(**_columns(section), language=DEFAULT, lessons=lessons),
        "lesson": SimpleNamespace(**_columns(lesson), language=DEFAULT, sources=db.scalars(sources).all()),
        "rendered": {"html": lesson.html, "headings": lesson.headings},
        "needs": [each for each in lessons if each.id in lesson.needs],
        "before": lessons[place - 1] if place else None,
        "after": lessons[place + 1] if place + 1 < len(lessons) else None,
    }


def _columns(row: Base) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def _described(request: Request) -> content.Lesson | None:
    found: content.Lesson | None = request.registry.catalogue.lesson(**request.matchdict)
    return found


def _generated(folder: Path) -> Any:
    from roadmap import assemble
    from roadmap.plugins import discover
    from roadmap.settings import Settings

    plugins = str(generate(folder / "plugins", 1))
    sys.path.insert(0, plugins)
    site = assemble(Settings(data=folder, secret="a secret that signs nothing at all"), {}, discover([plugins]))  # noqa: S106
    return site.registry


def _fill(session: Session, section: content.Section) -> None:
    session.add(Section(id=section.id, title=section.title, hue=section.hue, url=section.url))
    for position, lesson in enumerate(section.lessons):
        rendered = render_lesson(section, lesson)
        session.add(
            Lesson(
                section=section.id,
                id=lesson.id,
                position=position,
                title=lesson.title,
                summary=lesson.summary,
                minutes=lesson.minutes,
                needs=list(lesson.needs),
                url=lesson.url,
                html=str(rendered.html),
                headings=[asdict(heading) for heading in rendered.headings],
            )
        )
        for source in lesson.sources:
            session.add(Source(section=section.id, lesson=lesson.id, **asdict(source)))
