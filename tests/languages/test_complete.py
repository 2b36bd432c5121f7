"""Everything that the interface says is said in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roadmap.languages import LANGUAGES
from roadmap.languages.extraction import Domain, domains_of, extract
from roadmap.languages.proof import problems

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src/roadmap"
SCRIPTS = ROOT / "frontend/src"
WITH_PAGES = {path.parent for path in ROOT.glob("plugins/*/src/*/templates")}
# Their labs are in English in every language, until somebody translates them.
IN_ENGLISH = {"roadmap_fastapi", "roadmap_sqlalchemy"}
PACKAGES = sorted(package for package in WITH_PAGES if package.name not in IN_ENGLISH)
DOMAINS = [*domains_of(CORE, SCRIPTS), *(domain for package in PACKAGES for domain in domains_of(package))]


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_every_text_is_there_in_every_language(domain: Domain) -> None:
    """Also: nothing is unsure, placeholders and markup are the original's, and no template goes past gettext."""
    assert problems(domain) == []


def test_every_shipped_plugin_with_pages_is_looked_at() -> None:
    assert {package.name for package in PACKAGES} >= {"roadmap_foundations", "roadmap_flask", "roadmap_django"}
    assert {package.name for package in WITH_PAGES if not (package / "locale").is_dir()} == IN_ENGLISH


def test_what_scripts_say_is_found_by_extraction() -> None:
    """Babel reads JavaScript token by token, and loses its way where templates stand in templates."""
    *_, domain = domains_of(CORE, SCRIPTS)
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in extract(domain)}
    said = set()
    for path in SCRIPTS.glob("*.js"):
        script = path.read_text(encoding="utf-8")
        said |= {text.replace('\\"', '"') for text in re.findall(r'\b(?:_|ngettext)\(\s*"((?:[^"\\]|\\.)*)"', script)}
    assert said == found - {""}


def test_verdicts_are_said_alike_here_and_in_the_browser() -> None:
    from roadmap.site import words

    script = (SCRIPTS / "words.js").read_text(encoding="utf-8")
    for text in {**words.CHECK, **{f"run {key}": text for key, text in words.RUN.items()}, **words.OUTCOMES}.values():
        assert f'_("{text}")' in script


def test_each_language_calls_itself_by_its_name() -> None:
    assert [(code, language.name) for code, language in LANGUAGES.items()] == [
        ("en", "English"),
        ("de", "Deutsch"),
        ("es", "Español"),
    ]
