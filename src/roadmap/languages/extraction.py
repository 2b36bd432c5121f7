"""A package's texts and their translations: what its code and templates say, and the catalogues beside them.

A package has `locale/<domain>.pot` with all its texts, and `locale/<language>/LC_MESSAGES/<domain>.po` with what they
are in each language; gettext reads the `.mo` that is made of it. The domain is the package's name. Texts of scripts are
a second domain, `<package>_scripts`, since a page brings only these to the browser.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from roadmap.languages.known import DEFAULT, LANGUAGES

KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "pluralize": (1, 2)}
PAGES = (("**.py", "python"), ("**.jinja2", "jinja2"))
SCRIPTS = (("**.js", "javascript"),)
OPTIONS: dict[str, dict[str, Any]] = {"**.jinja2": {"newstyle_gettext": "true"}}
COMMENTS = ("Translators:",)
# Folders of a section's lessons and of learners' programs, whose texts are translated page by page, or not at all.
CONTENT = ("content", "exercises", "samples", "programs", "static", "locale", "__pycache__")


@dataclass(frozen=True, slots=True)
class Domain:
    """Texts that are translated together: those that `methods` find below `sources`; catalogues are below `locale`."""

    name: str
    sources: Path
    methods: tuple[tuple[str, str], ...]
    locale: Path

    @property
    def template(self) -> Path:
        return self.locale / f"{self.name}.pot"

    def po(self, language: str) -> Path:
        return self.locale / language / "LC_MESSAGES" / f"{self.name}.po"

    def mo(self, language: str) -> Path:
        return self.po(language).with_suffix(".mo")


def domains_of(package: Path, scripts: Path | None = None) -> Iterator[Domain]:
    """The domains of the package in the folder `package`; `scripts` is where the sources of its scripts are."""
    yield Domain(package.name, package, PAGES, package / "locale")
    if scripts is not None:
        yield Domain(f"{package.name}_scripts", scripts, SCRIPTS, package / "locale")


def extract(domain: Domain) -> Catalog:
    """All texts of `domain` as they are now."""
    catalog = Catalog(
        project=domain.name, header_comment=f"# The texts of {domain.name}. Made by `roadmap messages`.", fuzzy=False
    )
    found = extract_from_dir(
        str(domain.sources),
        list(domain.methods),
        OPTIONS,
        KEYWORDS,
        COMMENTS,
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).name not in CONTENT,
    )
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        # Lines would change with every edit; the file is enough to find a text.
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def update(domain: Domain) -> None:
    """Write the template anew, and into each language's catalogue what is new; what is gone, or only alike, goes."""
    template = extract(domain)
    domain.locale.mkdir(exist_ok=True)
    domain.template.write_bytes(written(template))
    for language in translated_languages():
        path = domain.po(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read(path, language) if path.is_file() else Catalog(locale=language, fuzzy=False)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.header_comment = f"# The texts of {domain.name} in {LANGUAGES[language].name}."
        path.write_bytes(written(catalog))
        domain.mo(language).write_bytes(compiled(catalog))


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog, width=116, omit_header=False, sort_output=True, include_lineno=False)
    return b"\n".join(line for line in file.getvalue().split(b"\n") if not line.startswith(_PASSING))


def compiled(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def translated_languages() -> Iterable[str]:
    return [code for code in LANGUAGES if code != DEFAULT]


# What only says when and with what the file was written would make each writing a change.
_PASSING = (
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Generated-By:',
    b'"Last-Translator:',
    b'"Language-Team:',
    b'"Report-Msgid',
    b'"Project-Id-Version:',
)
