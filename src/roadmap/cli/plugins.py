"""`roadmap plugins`: what became of each plugin."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import json_option, print_json

if TYPE_CHECKING:
    from roadmap.plugins import PluginState

COLORS = {"active": "green", "disabled": "yellow", "incompatible": "red", "failed": "red"}


@click.command()
@json_option
@click.pass_context
def plugins(ctx: click.Context, as_json: bool) -> None:
    """List plugins: state, distribution, version, what each brings, what went wrong and the cure.

    Exits with 1 where one is incompatible or has failed.

    Example: roadmap plugins --json
    """
    site: Site = ctx.obj
    if as_json:
        print_json([asdict(state) for state in site.report])
    else:
        for state in site.report:
            _print(state)
        if not site.report:
            click.echo("no plugin is installed; try: pip install roadmap-flask")
    ctx.exit(0 if all(state.usable for state in site.report) else 1)


def _print(state: PluginState) -> None:
    label = click.style(f"{state.state:<12}", fg=COLORS[state.state])
    brings = ": " + ", ".join(state.brings) if state.brings else ""
    click.echo(f"{label} {state.id} ({state.distribution} {state.version}){brings}")
    for name, text in (("where", state.place), ("what", state.error), ("cure", state.cure)):
        if text:
            click.echo(f"{'':13}{name}: {text}")
