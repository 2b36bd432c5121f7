"""The command's group: its subcommands are imported when they are called, so that `roadmap --help` is quick."""

from __future__ import annotations

import importlib
import warnings
from pathlib import Path
from typing import Any

import click

from roadmap.cli.context import Site

COMMANDS = {
    "check": ("roadmap.cli.check:check", "Prove content: links, samples, every exercise's solution and wrong answers."),
    "coverage": (
        "roadmap.cli.coverage:coverage",
        "Say which lesson covers which claim of a text, and what is missing.",
    ),
    "db": ("roadmap.cli.db:db", "Bring the database's tables up to date, or tell their state."),
    "doctor": ("roadmap.cli.doctor:doctor", "Say what is missing on this machine and how to mend it."),
    "grade": ("roadmap.cli.grade:grade", "Grade files of an exercise in the sandbox."),
    "messages": (
        "roadmap.cli.messages:messages",
        "Collect the texts of a package for translation, and say what is missing.",
    ),
    "plugins": ("roadmap.cli.plugins:plugins", "List plugins: state, version, what each brings, what went wrong."),
    "run": ("roadmap.cli.run:run", "Run a file in the sandbox."),
    "runtimes": ("roadmap.cli.runtimes:runtimes", "Build, list and remove the environments of learners' code."),
    "worker": ("roadmap.cli.worker:worker", "Run submissions for the machines that serve pages."),
}


class Commands(click.Group):
    """Knows its subcommands by name; reports our own errors as a message instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # click would import every command to ask it for its first line.
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # An exception class of ours carries a message for whoever sits at the terminal: culprit and cure. Any
            # other is a defect, and its traceback is wanted.
            if not type(error).__module__.startswith("roadmap."):
                raise
            raise click.ClickException(str(error)) from None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-c",
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's .ini file. Default: $ROADMAP_INI, else development.ini in this folder.",
)
@click.version_option(package_name="roadmap")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Roadmap, a learning site for Python backend developers.

    Example: roadmap -c production.ini plugins
    """
    # Pyramid's, on every start; whoever runs a command can do nothing about it.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
    ctx.obj = ctx.with_resource(Site(config))
