"""The command: what it says, what it writes, how it exits."""

import json

CLAIMS = '[[claim]]\nid = "A-1"\nsays = "One | two"\nsections = ["{section}"]\n'


def test_a_missing_claim_is_an_error(roadmap, tmp_path):
    (tmp_path / "claims.toml").write_text(CLAIMS.format(section="good"))
    outcome = roadmap("coverage", "claims.toml", "--write", "coverage.md")
    assert outcome.returncode == 1
    assert "claims.toml:1: no lesson of good covers A-1: One | two" in outcome.stdout
    page = (tmp_path / "coverage.md").read_text()
    assert "| A-1 | One \\| two | none | – |" in page
    assert "roadmap coverage claims.toml --write coverage.md" in page


def test_a_section_that_is_not_installed_is_to_come(roadmap, tmp_path):
    (tmp_path / "claims.toml").write_text(CLAIMS.format(section="kafka"))
    outcome = roadmap("coverage", "claims.toml", "--write", "coverage.md")
    assert outcome.returncode == 0
    assert "| A-1 | One \\| two | to come in kafka | – |" in (tmp_path / "coverage.md").read_text()


def test_as_json(roadmap, tmp_path):
    (tmp_path / "claims.toml").write_text(CLAIMS.format(section="good"))
    outcome = roadmap("coverage", "claims.toml", "--json")
    told = json.loads(outcome.stdout)
    assert (outcome.returncode, told["ok"], len(told["findings"])) == (1, False, 1)
