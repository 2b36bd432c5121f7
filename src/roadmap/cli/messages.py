"""`roadmap messages`: the texts of a package's code and templates, and what is missing in their translations."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("packages", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--scripts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The sources of its scripts."
)
@click.option("--check", is_flag=True, help="Write nothing; say what is missing, and exit with 1 if anything is.")
@click.pass_context
def messages(ctx: click.Context, packages: tuple[Path, ...], scripts: Path | None, check: bool) -> None:
    """Collect the texts of PACKAGES, folders of import packages, in locale/ below each.

    Texts that are new come into each language's catalogue without a translation, those that are gone go, and catalogues
    are compiled. What then has no translation is named.

    Example: roadmap messages src/acme_roadmap_kafka
    """
    from roadmap.languages.extraction import domains_of, update
    from roadmap.languages.proof import problems

    domains = [domain for package in packages for domain in domains_of(package.resolve(), scripts)]
    found = []
    for domain in domains:
        if not check:
            update(domain)
        found += problems(domain)
    for problem in found:
        click.echo(problem)
    click.secho(f"{len(found)} to mend", fg="red" if found else "green", bold=True)
    ctx.exit(1 if found and check else 0)
