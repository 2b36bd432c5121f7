"""The baseline that one would write first: a Pyramid page that reads a lesson's text and renders it on each request.

As Pyramid's own tutorial has it: SQLAlchemy with a session for each request in pyramid_tm's transaction, and a Jinja2
template that is compiled once. It is not made slow: one query by primary key, the text is HTML already, there is no
navigation to gather, and it has one route.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from benchmarks.reading.serving import BODY


class Base(DeclarativeBase):
    pass


class Lesson(Base):
    __tablename__ = "lesson"

    section: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    head: Mapped[str]
    text: Mapped[str]
    foot: Mapped[str]


def application(folder: Path) -> Any:
    """:param folder: holds the page as Roadmap sends it, which is taken apart into the lesson's text and the rest."""
    engine = create_engine(f"sqlite:///{folder / 'plain.sqlite'}")
    Base.metadata.create_all(engine)
    page = (folder / BODY).read_text("utf-8")
    begin, end = page.index("<main"), page.index("</main>")
    with Session(engine) as session:
        head, text, foot = page[:begin], page[begin:end], page[end:]
        session.add(Lesson(section="gen-000", name="lesson-5", title="Lesson 5", head=head, text=text, foot=foot))
        session.commit()
    sessions = sessionmaker(engine)

    def db(request: Request) -> Session:
        session = sessions()
        zope.sqlalchemy.register(session, transaction_manager=request.tm)
        return session

    settings = {"tm.manager_hook": "pyramid_tm.explicit_manager", "pyramid.reload_templates": False}
    with Configurator(settings=settings) as config:
        config.include("pyramid_jinja2")
        config.include("pyramid_tm")
        config.add_request_method(db, "db", reify=True)
        config.add_route("lesson", "/learn/{section}/{lesson}")
        config.add_view(lesson, route_name="lesson", renderer="benchmarks.reading:plain.jinja2")
    return config.make_wsgi_app()


def lesson(request: Request) -> dict[str, Any]:
    found = request.db.get(Lesson, (request.matchdict["section"], request.matchdict["lesson"]))
    if found is None:
        raise HTTPNotFound()
    return {"lesson": found}
