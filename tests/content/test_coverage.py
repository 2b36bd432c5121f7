"""The sections that are installed cover what the article claims, and correct it where it is outdated."""

from pathlib import Path

import pytest

from roadmap.catalogue.coverage import read_claims, uncovered
from roadmap.cli.context import Site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sections(tmp_path_factory):
    ini = tmp_path_factory.mktemp("site") / "site.ini"
    ini.write_text(
        "[app:main]\nuse = egg:roadmap\nroadmap.development = true\nroadmap.runner = off\n"
        "roadmap.data = %(here)s/var\nroadmap.runtimes = %(here)s/runtimes\n"
    )
    with Site(ini) as site:
        found = site.catalogue.as_mapping()
    # Other tests of a session may have put specimens on the path.
    return {id: section for id, section in found.items() if section.path.is_relative_to(ROOT / "plugins")}


def test_nothing_is_missing_in_what_is_installed(sections):
    assert {"foundations", "flask"} <= set(sections)
    claims = read_claims(ROOT / "docs" / "claims.toml")
    assert [str(finding) for finding in uncovered(claims, sections)] == []


def test_the_whole_article_is_listed():
    claims = read_claims(ROOT / "docs" / "claims.toml")
    assert len(claims.claims) == 161
    assert len(claims.corrections) == 58
