"""The command: what it prints, what it writes, and how it exits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap.catalogue import Catalogue, ContentError
from roadmap.catalogue.ids import check_ids
from roadmap.catalogue.verified import stamp
from roadmap.cli.check import check
from roadmap.plugins import PluginError, PluginState
from roadmap.runner.runner import Runner, Runtime, Unavailable

from ..catalogue.example import changed, load, write
from .proof.bare import BareRunner

WRONG = "exercises/double/wrong/square/wrong.toml"


@dataclass
class Site:
    """What the command takes from `roadmap.cli.context.Site`, for a section that is not installed."""

    catalogue: Catalogue
    runtimes: dict[str, Runtime]
    runner: Runner = field(default_factory=BareRunner)
    report: Sequence[PluginState] = ()


@pytest.fixture
def site(tmp_path, monkeypatch):
    def make(changes=None, **more) -> Site:
        catalogue = Catalogue()
        catalogue.add(load(write(tmp_path, changes)))
        (tmp_path / "runtime.txt").write_text("demo-lib==1.2\n")
        return Site(catalogue, {"demo": Runtime("demo", tmp_path / "runtime.txt")}, **more)

    monkeypatch.chdir(tmp_path)
    return make


def run(site, *arguments: str):
    return CliRunner().invoke(check, arguments, obj=site)


def test_what_is_whole_exits_with_0(site):
    result = run(site())
    assert result.exit_code == 0, result.output
    assert result.stdout == "demo: 5 runs, 0 errors, 0 warnings\n"


def test_findings_are_told_with_file_line_cure_and_detail_and_exit_with_1(site):
    result = run(site(changed(WRONG, "twice", "thrice")), "demo")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == (
        f"roadmap_demo/{WRONG}:2: error: wrong answer square: the feedback of test_doubles lacks the words “thrice” "
        "(it says: that is not twice the number)"
    )
    assert "    verdict: failed" in lines
    assert lines[-1] == "demo: 5 runs, 1 error, 0 warnings"


def test_a_warning_alone_exits_with_0(site):
    result = run(site({"samples/unused.py": "print(1)\n"}))
    assert result.exit_code == 0
    assert "roadmap_demo/samples/unused.py:1: warning: no lesson shows this file" in result.stdout


def test_json(site, tmp_path):
    result = run(site({"samples/demo-hello.py": "print(0)\n"}), "--json", "--solutions", "3")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["ok"], report["sections"], report["runs"]) == (False, ["demo"], 7)
    (finding,) = report["findings"]
    assert (finding["path"], finding["line"], finding["severity"]) == ("roadmap_demo/content/10-first.md", 13, "error")
    assert (tmp_path / finding["file"]).is_file()


def test_record_writes_ids_and_stamps(site):
    demo = site({"content/ids.toml": None})
    assert "ids.toml:1: error: file is missing" in run(demo).stdout
    (section,) = demo.catalogue.sections
    assert not (section.content / "ids.toml").exists()
    assert stamp(section, section.samples[0]) is None
    result = run(demo, "--record")
    assert result.exit_code == 0, result.output
    assert check_ids(section) == ()
    found = stamp(section, section.lessons[0])
    assert (found.day, dict(found.versions)) == (date.today(), {"demo-lib": "1.2", "Python": "3.11.2"})
    assert stamp(section, section.exercises[0]) is not None


def test_record_gives_no_stamp_to_what_failed(site):
    demo = site(changed(WRONG, "twice", "thrice"))
    assert run(demo, "--record").exit_code == 1
    (section,) = demo.catalogue.sections
    assert stamp(section, section.exercises[0]) is None
    assert stamp(section, section.samples[0]) is not None


def test_record_says_where_it_cannot_write(site):
    demo = site({"content/ids.toml": None})
    (demo.catalogue.sections[0].content / "ids.toml").mkdir()
    result = run(demo, "--record")
    assert result.exit_code == 1
    assert "content/ids.toml:1: cannot be read: Is a directory" in result.stderr


def test_words_in_common(site, tmp_path):
    other = tmp_path / "article.txt"
    other.write_text("He said that it is: Twice as much. Difficulty 1, minutes 5, program python.\n")
    result = run(site(), "--words-in-common", str(other))
    assert result.exit_code == 1
    assert "exercise.toml:3: error: 9 words in common with the given text: “twice as much" in result.stdout


def test_a_section_that_is_not_there(site):
    result = run(site(), "dmeo")
    assert result.exit_code == 2
    assert "there is no section 'dmeo'; there are: demo" in result.stderr


def test_where_nothing_can_be_run(site):
    result = run(site(runner=Unavailable("bubblewrap is missing")))
    assert result.exit_code == 1
    assert "no sample and no exercise was run: bubblewrap is missing (see `roadmap doctor`)" in result.stdout
    assert result.stdout.endswith("demo: 0 runs, 1 error, 0 warnings\n")


def broken(tmp_path: Path) -> PluginState:
    changes = {**changed("content/10-first.md", "minutes: 5", "minutes: x"), "exercises/double/checks.py": None}
    with pytest.raises(ContentError) as caught:
        load(write(tmp_path / "broken", changes))
    first, *_ = findings = caught.value.findings
    return PluginState("bad", "roadmap-bad", "1", "failed", error=first.message, findings=findings)


def test_all_findings_of_a_plugin_that_was_left_out(site, tmp_path):
    demo = site(report=[broken(tmp_path)])
    result = run(demo)
    assert result.exit_code == 1
    assert "roadmap_demo/content/10-first.md:5: error: minutes must be a whole number" in result.stdout
    assert "exercises/double/checks.py:1: error: file is missing" in result.stdout
    assert run(demo, "demo").exit_code == 0
    assert run(demo, "bad").exit_code == 1


def test_a_plugin_that_stops_the_start_is_told_too(site, tmp_path):
    state = PluginState(
        "bad", "roadmap-bad", "1", "failed", error="no includeme", file="bad.py", line=3, cure="add one"
    )

    class Stopped(Site):
        @property
        def catalogue(self):
            raise PluginError([state])

        @catalogue.setter
        def catalogue(self, catalogue):
            pass

    result = run(Stopped(Catalogue(), {}))
    assert result.exit_code == 1
    assert result.stdout.startswith("bad.py:3: error: plugin bad failed: no includeme (add one)\n")
    assert result.stdout.endswith("no section: 0 runs, 1 error, 0 warnings\n")
