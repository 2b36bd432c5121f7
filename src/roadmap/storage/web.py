"""What the web application gets: the engine, `request.db`, and tables that are checked at start."""

from __future__ import annotations

import pyramid_tm
import zope.sqlalchemy
from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from roadmap.settings import Settings
from roadmap.storage.engine import make_engine, make_sessionmaker, reader
from roadmap.storage.migrating import require_current, upgrade

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def includeme(config: Configurator) -> None:
    settings: Settings = config.registry.roadmap
    config.registry.settings["tm.manager_hook"] = pyramid_tm.explicit_manager
    config.include("pyramid_tm")
    engine = make_engine(settings)
    config.registry.sessionmaker = make_sessionmaker(engine)
    config.registry.migrations = []
    config.add_directive("add_migrations", add_migrations)
    config.add_request_method(_session, "db", reify=True)
    # When the application is made: by then every plugin has named its tables, and none is only being rehearsed.
    config.add_subscriber(_prepare, ApplicationCreated)


def add_migrations(config: Configurator, location: str) -> None:
    """Directive: `location` ("acme_kafka:migrations") holds the Alembic branch of a plugin that has tables."""

    def register() -> None:
        config.registry.migrations.append(location)

    entry = config.introspectable("roadmap migrations", location, location, "migrations")
    config.action(("roadmap migrations", location), register, introspectables=(entry,))


def _prepare(event: ApplicationCreated) -> None:
    prepare_tables(event.app.registry)


def prepare_tables(registry: Registry) -> None:
    """In development tables follow the program; in production somebody says when.

    :raises SchemaOutdated: they are not what this program works with, in production.
    """
    engine = registry.sessionmaker.kw["bind"]
    prepare = upgrade if registry.roadmap.development else require_current
    prepare(engine, registry.migrations)


def _session(request: Request) -> Session:
    """A session that commits when the request's transaction does. GET requests get one that does not lock to write.

    One that must write all the same, since another site sends people back with it, sets `request.writes` first.
    """
    sessions = request.registry.sessionmaker
    reads = request.method in READING_METHODS and not getattr(request, "writes", False)
    session: Session = sessions(bind=reader(sessions.kw["bind"])) if reads else sessions()
    # Statements that are not the ORM's own would go unnoticed, and a transaction without changes is rolled back.
    state = "active" if reads else "changed"
    zope.sqlalchemy.register(session, initial_state=state, transaction_manager=request.tm)
    request.add_finished_callback(lambda _: session.close())
    return session
