"""Bringing the tables of core, and of each plugin that has some, to what this program works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from roadmap.settings import Settings
from roadmap.storage.engine import make_engine, reader
from roadmap.storage.errors import SchemaOutdated

MIGRATIONS = "roadmap.storage:migrations"
CORE_VERSIONS = f"{MIGRATIONS}/versions"
_UPGRADE_LOCK = 7_306_221  # any number that nothing else in the database uses


@dataclass(frozen=True, slots=True)
class Schema:
    """Which revisions the tables have (`current`), and which this program needs (`needed`)."""

    current: tuple[str, ...]
    needed: tuple[str, ...]

    @property
    def up_to_date(self) -> bool:
        return set(self.current) == set(self.needed)


def current(target: Engine | Settings, locations: Sequence[str] = ()) -> Schema:
    """What the database has and what it should have; `locations` are the version folders of plugins."""
    scripts = ScriptDirectory.from_config(_config(locations))
    with reader(_engine(target)).connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return Schema(tuple(sorted(found)), tuple(sorted(scripts.get_heads())))


def upgrade(target: Engine | Settings, locations: Sequence[str] = ()) -> Schema:
    """Run all migrations that are due, in one transaction: all or none. Safe to repeat, and to run twice at once."""
    config = _config(locations)
    engine = _engine(target)
    with engine.begin() as connection:
        # In SQLite, beginning to write has excluded everybody else already.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
    return current(engine, locations)


def require_current(engine: Engine, locations: Sequence[str] = ()) -> None:
    """:raises SchemaOutdated: the tables are not what this program works with; says how to mend it."""
    schema = current(engine, locations)
    if not schema.up_to_date:
        place = engine.url.render_as_string(hide_password=True)
        raise SchemaOutdated(
            f"the tables in {place} are at {', '.join(schema.current) or 'nothing'}, and this version of Roadmap needs "
            f"{', '.join(schema.needed)}: run `roadmap db upgrade` with the same .ini file, then start again"
        )


def _engine(target: Engine | Settings) -> Engine:
    return make_engine(target) if isinstance(target, Settings) else target


def _config(locations: Sequence[str]) -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.set_main_option("version_locations", "\n".join((CORE_VERSIONS, *locations)))
    config.set_main_option("path_separator", "newline")
    return config
