"""All prose is our own: no plugin has a run of eight words in common with the article behind the roadmap."""

from pathlib import Path

import pytest

from roadmap.catalogue.files import is_leftover
from roadmap.cli.proof import fingerprints

ROOT = Path(__file__).parents[2]
SALT, *KNOWN = (Path(__file__).parent / "article-fingerprints.txt").read_text().split()
# Lists of ids and digests are no prose.
RECORDS = {"ids.toml", "verified.json"}


def in_common(text, known):
    return [run for digest, run in fingerprints(text, salt=SALT) if digest in known]


def texts(plugin):
    for path in sorted((ROOT / "plugins" / plugin).rglob("*")):
        if path.is_file() and not is_leftover(path.relative_to(ROOT)) and path.name not in RECORDS:
            try:
                yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:  # a picture, a font
                continue


def test_the_list_is_that_of_a_whole_article():
    assert len(set(KNOWN)) > 4000


@pytest.mark.parametrize("plugin", [path.name for path in sorted((ROOT / "plugins").iterdir()) if path.is_dir()])
def test_no_eight_words_in_common_with_the_article(plugin):
    known = frozenset(KNOWN)
    found = [f"{path}:{run.line}: {run.words}" for path, text in texts(plugin) for run in in_common(text, known)]
    assert found == []


def test_our_list_of_claims_is_in_our_own_words():
    assert in_common((ROOT / "docs" / "claims.toml").read_text(encoding="utf-8"), frozenset(KNOWN)) == []


def test_a_borrowed_sentence_would_be_found_whatever_its_case_marks_and_line_ends():
    theirs = "It was a bright cold day in April, and the clocks were striking thirteen."
    known = {digest for digest, _ in fingerprints(theirs, salt=SALT)}
    ours = "# Time\n\nOn that *bright* cold day\nin april and the CLOCKS were striking, oddly."
    found = in_common(ours, known)
    assert [(run.line, run.words) for run in found] == [
        (3, "bright cold day in april and the clocks"),
        (3, "cold day in april and the clocks were"),
        (3, "day in april and the clocks were striking"),
    ]
    assert in_common("A bright, cold day in May; and the clocks were striking thirteen.", known) == []
