"""`roadmap messages`: collects the texts of a package, and says what has no translation."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap.cli import main


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "acme"
    (package / "templates").mkdir(parents=True)
    (package / "templates" / "page.jinja2").write_text('<h1>{{ _("Topics") }}</h1>\n')
    return package


def test_texts_are_collected_and_what_is_missing_is_named(package: Path) -> None:
    result = CliRunner().invoke(main, ["messages", str(package)])
    assert result.exit_code == 0
    assert "acme.po: 'Topics' has no translation" in result.output
    assert "2 to mend" in result.output
    assert 'msgid "Topics"' in (package / "locale/acme.pot").read_text()


def test_checking_writes_nothing_and_fails_where_something_is_missing(package: Path) -> None:
    result = CliRunner().invoke(main, ["messages", "--check", str(package)])
    assert result.exit_code == 1
    assert "acme.pot is missing: write it with `roadmap messages`" in result.output
    assert not (package / "locale").exists()


def test_checking_what_is_complete(package: Path) -> None:
    CliRunner().invoke(main, ["messages", str(package)])
    for language, word in (("de", "Themen"), ("es", "Temas")):
        path = package / f"locale/{language}/LC_MESSAGES/acme.po"
        path.write_text(path.read_text().replace('msgid "Topics"\nmsgstr ""', f'msgid "Topics"\nmsgstr "{word}"'))
    CliRunner().invoke(main, ["messages", str(package)])
    result = CliRunner().invoke(main, ["messages", "--check", str(package)])
    assert (result.exit_code, result.output) == (0, "0 to mend\n")
