"""`roadmap db`: the migrations of core and of plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import json_option, print_json

if TYPE_CHECKING:
    from roadmap.storage import Schema


@click.group()
def db() -> None:
    """Bring the database's tables up to date, or tell their state.

    Example: roadmap -c production.ini db upgrade
    """


@db.command()
@json_option
@click.pass_obj
def upgrade(site: Site, as_json: bool) -> None:
    """Run all migrations that are due: all of them or none. Safe to repeat.

    Example: roadmap db upgrade
    """
    from roadmap.storage import upgrade as upgrade_tables

    _show(upgrade_tables(site.settings, site.migrations), as_json)


@db.command()
@json_option
@click.pass_context
def current(ctx: click.Context, as_json: bool) -> None:
    """Tell which revisions the tables have. Exits with 1 where migrations are due.

    Example: roadmap db current --json
    """
    from roadmap.storage import current as current_schema

    site: Site = ctx.obj
    schema = current_schema(site.settings, site.migrations)
    _show(schema, as_json)
    ctx.exit(0 if schema.up_to_date else 1)


def _show(schema: Schema, as_json: bool) -> None:
    if as_json:
        print_json({"current": schema.current, "needed": schema.needed, "up_to_date": schema.up_to_date})
        return
    have, need = ", ".join(schema.current) or "nothing", ", ".join(schema.needed)
    click.echo(f"up to date: {have}" if schema.up_to_date else f"at {have}, needed: {need}; run `roadmap db upgrade`")
