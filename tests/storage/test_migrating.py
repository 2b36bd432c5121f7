"""Tables: made by migrations, the same as the models, and checked at start."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pyramid.config import Configurator
from sqlalchemy import inspect, text

import roadmap.learning
import roadmap.people
from roadmap.settings import Settings
from roadmap.storage import Base, SchemaOutdated, current, make_engine, upgrade


def test_migrations_make_exactly_the_tables_of_the_models(database_settings: Settings) -> None:
    engine = make_engine(database_settings)
    schema = upgrade(engine)
    assert schema.up_to_date
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(database_settings: Settings) -> None:
    assert current(database_settings).current == ()
    assert upgrade(database_settings) == upgrade(database_settings) == current(database_settings)


def test_processes_that_upgrade_at_once_do_not_get_in_each_others_way(database_settings: Settings) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from roadmap.settings import Settings; from roadmap.storage import upgrade;"
        "print(upgrade(Settings(data=Path(sys.argv[1]), database=sys.argv[2], secret='x')).up_to_date)"
    )
    command = [sys.executable, "-W", "ignore", "-c", program, database_settings.data, database_settings.database]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert (out, err) == (b"True\n", b"")


def test_a_failed_migration_leaves_nothing_behind(
    database_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "acme_broken" / "migrations"
    broken.mkdir(parents=True)
    (tmp_path / "acme_broken" / "__init__.py").touch()
    (broken / "acme_1.py").write_text(
        "from alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = 'acme_1', None, ('acme',), None\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE acme_things (id INTEGER)')\n"
        "    op.execute('CREATE TABLE this is not SQL')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Exception, match="syntax error"):
        upgrade(database_settings, ["acme_broken:migrations"])
    assert inspect(make_engine(database_settings)).get_table_names() == []


def test_a_plugin_has_a_branch_of_its_own(
    database_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "acme_branch" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "acme_branch" / "__init__.py").touch()
    (folder / "acme_1.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        "revision, down_revision, branch_labels, depends_on = 'acme_1', None, ('acme',), None\n"
        "def upgrade():\n"
        "    op.create_table('acme_things', sa.Column('id', sa.Integer, primary_key=True))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    upgrade(database_settings)
    assert not current(database_settings, ["acme_branch:migrations"]).up_to_date
    (newest,) = current(database_settings).needed
    assert upgrade(database_settings, ["acme_branch:migrations"]).current == (newest, "acme_1")
    assert "acme_things" in inspect(make_engine(database_settings)).get_table_names()


def _application(settings: Settings) -> None:
    with Configurator() as config:
        config.registry.roadmap = settings
        config.include("roadmap.storage")
    config.make_wsgi_app()


def test_in_production_a_start_with_old_tables_says_what_to_do(database_settings: Settings) -> None:
    production = replace(database_settings, development=False)
    (newest,) = current(database_settings).needed
    with pytest.raises(SchemaOutdated, match=rf"are at nothing, .* needs {newest}: run `roadmap db upgrade`"):
        _application(production)
    upgrade(production)
    _application(production)


def test_in_development_tables_are_made_at_start(database_settings: Settings) -> None:
    _application(database_settings)
    with make_engine(database_settings).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM submissions")) == 0
    assert roadmap.learning and roadmap.people
