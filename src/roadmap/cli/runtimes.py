"""`roadmap runtimes`: the environments in which learners' code and the judge run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from roadmap.cli.context import Site
from roadmap.cli.present import json_option, print_json

if TYPE_CHECKING:
    from roadmap.runner.runner import Runtime


@click.group()
def runtimes() -> None:
    """Build, list and remove the environments in which learners' code runs.

    Example: roadmap runtimes build
    """


@runtimes.command()
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.pass_obj
def build(site: Site, names: tuple[str, ...]) -> None:
    """Build runtimes that are missing or whose requirements have changed; all of them if none is named.

    Example: roadmap runtimes build flask
    """
    from roadmap.runner import services
    from roadmap.runner.runtimes import RuntimeProblem
    from roadmap.runner.runtimes import build as build_runtime

    declared = _declared(site)
    for name in _known(names, declared) or list(declared):
        path = build_runtime(declared[name], site.settings.runtimes, lambda line: click.echo(line, err=True))
        click.echo(f"{name}: {path}")
    if not names:
        # What services start from belongs here, too, where it is kept and may be written.
        for service in services.installed():
            try:
                services.prepare([service], site.settings.runtimes)
            except RuntimeProblem as problem:
                click.echo(str(problem), err=True)


@runtimes.command("list")
@json_option
@click.pass_obj
def list_(site: Site, as_json: bool) -> None:
    """List runtimes: those that plugins declare, built or not, and those left over from before.

    Example: roadmap runtimes list --json
    """
    from roadmap.runner.runtimes import installed, path_of

    root = site.settings.runtimes
    current = {path_of(runtime, root): runtime for runtime in _declared(site).values()}
    on_disk = {each.path: each for each in installed(root)}
    rows = [
        {
            "name": runtime.name,
            "plugin": runtime.plugin,
            "state": "built" if path in on_disk else "missing",
            "path": str(path),
            "versions": dict(on_disk[path].versions) if path in on_disk else {},
        }
        for path, runtime in current.items()
    ]
    rows += [
        {"name": each.name, "plugin": "", "state": "unused", "path": str(path), "versions": dict(each.versions)}
        for path, each in on_disk.items()
        if path not in current
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']:<16} {row['state']:<8} {row['path']}")


@runtimes.command()
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option("--unused", is_flag=True, help="Those that no plugin asks for any more.")
@click.pass_obj
def remove(site: Site, names: tuple[str, ...], unused: bool) -> None:
    """Remove runtimes from the disk, by name, or those that are unused. They can be built again.

    Example: roadmap runtimes remove --unused
    """
    from roadmap.runner.runtimes import installed, path_of
    from roadmap.runner.runtimes import remove as remove_runtime

    if not names and not unused:
        raise click.UsageError("name what to remove, or say --unused")
    root = site.settings.runtimes
    on_disk = installed(root)
    missing = set(names) - {each.name for each in on_disk}
    if missing:
        raise click.UsageError(f"not built: {', '.join(sorted(missing))}")
    current = {path_of(runtime, root) for runtime in _declared(site).values()} if unused else set()
    for each in on_disk:
        if each.name in names or (unused and each.path not in current):
            remove_runtime(each.path)
            click.echo(f"removed {each.path}")


def _declared(site: Site) -> dict[str, Runtime]:
    """Those of plugins, and the judge's own."""
    from roadmap.runner.runtimes import JUDGE

    return {JUDGE.name: JUDGE, **site.runtimes}


def _known(names: tuple[str, ...], declared: dict[str, Runtime]) -> list[str]:
    unknown = [name for name in names if name not in declared]
    if unknown:
        raise click.UsageError(f"there is no runtime {unknown[0]!r}; there are: {', '.join(declared)}")
    return list(names)
