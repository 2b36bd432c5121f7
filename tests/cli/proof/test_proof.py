"""The proof finds what is wrong with content that loads: the example is whole, and tests break one thing at a time."""

from datetime import date
from pathlib import Path

import pytest

from roadmap.catalogue import Catalogue
from roadmap.catalogue.verified import stamp, write_stamps
from roadmap.cli.proof import Proof
from roadmap.runner.runner import Runtime, Unavailable

from ...catalogue.example import changed, load, write
from .bare import BareRunner

ANOTHER = 'def test_is_there(call):\n    """Is there."""\n    call("doubling:double", 1)\n\n\n'
TODAY = date(2026, 12, 1)
CHECKS = "exercises/double/checks.py"
WRONG = "exercises/double/wrong/square/wrong.toml"


def catalogue_of(package: Path, **arguments) -> Catalogue:
    catalogue = Catalogue()
    catalogue.add(load(package, **arguments))
    return catalogue


def proof_of(tmp_path, changes, runner=None, **options) -> Proof:
    requirements = tmp_path / "runtime.txt"
    requirements.write_text("# pinned\nother==9\ndemo.lib[extra]==1.2 ; python_version > '3'\nabsent==1\n")
    runtimes = {"demo": Runtime("demo", requirements)}
    return Proof(
        catalogue_of(write(tmp_path, changes)), runner or BareRunner(), runtimes, **{"today": TODAY, **options}
    )


def found(tmp_path, changes, runner=None, **options):
    proof = proof_of(tmp_path, changes, runner, **options)
    return [finding for step in proof.run() for finding in step.findings]


def test_what_is_whole_has_no_findings(tmp_path):
    proof = proof_of(tmp_path, {}, solutions=3)
    steps = list(proof.run())
    assert [finding for step in steps for finding in step.findings] == []
    assert len(proof) == len(steps) == 8
    assert {step.name for step in steps} == {
        "pages",
        "demo: sample demo-hello",
        "demo/double: starter",
        "demo/double: empty files",
        "demo/double: solution, 1 of 3",
        "demo/double: solution, 2 of 3",
        "demo/double: solution, 3 of 3",
        "demo/double: wrong answer square",
    }


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        # Pages
        (changed("content/10-first.md", "2026-11-22", "2026-12-02"),
         "content/10-first.md:6: source “Documentation” was checked on 2026-12-02, which is not yet"),
        (changed("content/ids.toml", "what = {}", ""), "content/ids.toml:1: question what is new"),
        (changed("content/ids.toml", "what", "whet"), "content/ids.toml:9: question whet is gone"),
        (changed("content/10-first.md", "lesson:second#the-end", "section:nowhere"),
         "content/10-first.md:9: dead link section:nowhere: there is no section nowhere"),
        # Samples
        ({"samples/demo-hello.py": 'print("goodbye")\n'},
         "content/10-first.md:13: sample demo-hello does not print what the page shows: "
         "line 1 prints 'goodbye', the page shows 'hello'"),
        ({"samples/demo-hello.py": 'print("hello")\nprint("more")\n'},
         "content/10-first.md:13: sample demo-hello does not print what the page shows: "
         "line 2 prints 'more', the page shows no more"),
        ({"samples/demo-hello.py": 'print("hello")\nprint(1 / 0)\n'},
         "samples/demo-hello.py:2: sample demo-hello does not run"),
        ({"samples/demo-hello.py": "hello = 1\n"}, "samples/demo-hello.py:1: sample demo-hello prints nothing"),
        # Exercises
        ({"exercises/double/starter/doubling.py": "def double(number):\n    return number + number\n"},
         "exercises/double/starter:1: the starter of demo/double passed"),
        ({"exercises/double/solution/doubling.py": "def double(number):\n    return number * 3\n"},
         f"{CHECKS}:1: the solution fails test_doubles (seed "),
        ({"exercises/double/solution/doubling.py": "import nothing_of_the_kind\n"},
         "exercises/double/solution:1: the solution does not pass (no seed): error: ModuleNotFoundError"),
        (changed(WRONG, "twice", "thrice"),
         f"{WRONG}:2: wrong answer square: the feedback of test_doubles lacks the words “thrice”"),
        ({"exercises/double/wrong/square/doubling.py": "def double(number):\n    return 2 * number\n"},
         f"{WRONG}:1: wrong answer square passed (make test_doubles catch it)"),
        ({"exercises/double/wrong/square/doubling.py": "1 / 0\n"},
         f"{WRONG}:2: wrong answer square ended with error, without the words “twice”"),
        (changed(CHECKS, "def ", ANOTHER + "def ")
         | changed(WRONG, "test_doubles", "test_is_there"),
         f"{WRONG}:1: wrong answer square: test_is_there is passed, failed are: test_doubles"),
        (changed(CHECKS, "that is not twice the number", " "), f"{CHECKS}:1: test_doubles fails without feedback"),
        (changed(CHECKS, "    number = ", "    return\n    number = "),
         f"{CHECKS}:1: the empty files of demo/double passed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(tmp_path, changes, finding):
    errors = [str(one).removeprefix("roadmap_demo/") for one in found(tmp_path, changes) if one.severity == "error"]
    assert any(line.startswith(finding) for line in errors), errors


def test_a_wrong_answer_that_does_not_start_says_its_words_in_the_message(tmp_path):
    changes = {"exercises/double/wrong/square/doubling.py": "1 / 0\n", **changed(WRONG, "twice", "ZeroDiv")}
    assert found(tmp_path, changes) == []


def test_numbers_that_vary(tmp_path):
    changes = {**changed("content/10-first.md", "```output\nhello", "```output varying\ntook 1.25 s"),
               "samples/demo-hello.py": "import time\nprint(f'took {time.time()} s  ')\n"}  # fmt: skip
    assert found(tmp_path, changes) == []


def test_warnings(tmp_path):
    changes = {**changed("content/10-first.md", "2026-11-22", "2025-11-01"), "samples/unused.py": "print(1)\n"}
    warnings = found(tmp_path, changes, BareRunner(ran=2.5))
    assert {one.severity for one in warnings} == {"warning"}
    assert {one.message for one in warnings} == {
        "source “Documentation” was checked on 2025-11-01, more than a year ago",
        "no lesson shows this file, so nothing proves it",
        "sample demo-hello ran for 2.5 s",
    }


def test_what_is_hidden_stays_hidden(tmp_path):
    findings = found(tmp_path, {}, BareRunner(show_checks=True))
    messages = {finding.message for finding in findings}
    assert "starter: the learner is shown a line of checks.py: 'number = random.randint(3, 99)'" in messages
    assert not any("Returns twice" in message for message in messages)


def test_the_output_of_a_sample_is_told_whole(tmp_path):
    (finding,) = found(tmp_path, {"samples/demo-hello.py": 'print("one")\nprint("two")\n'})
    assert finding.detail == "it printed:\none\ntwo"


def test_where_nothing_can_be_run_nothing_is_proved(tmp_path):
    findings = found(tmp_path, {}, Unavailable("bubblewrap is missing"))
    assert [finding.message for finding in findings] == ["no sample and no exercise was run: bubblewrap is missing"]


def test_a_job_that_cannot_be_run_is_tried_once_more(tmp_path):
    class Shaky(BareRunner):
        def execute(self, job, *more):
            first = not any(job is earlier for earlier in self.jobs)
            verdict = super().execute(job, *more)
            return Unavailable("the sandbox fell over").execute(job) if first else verdict

    runner = Shaky()
    assert found(tmp_path, {}, runner) == []
    assert len(runner.jobs) == 2 * 5


def test_stamps_are_given_for_what_passed_only(tmp_path):
    proof = proof_of(tmp_path, {"samples/demo-hello.py": "print(0)\n"})
    list(proof.run())
    (section,) = proof.sections
    stamps = proof.stamps(section)
    assert set(stamps) == {"exercises/double"}
    write_stamps(section, stamps)
    assert stamp(section, section.exercises[0]).text == "other 9, 1 Dec 2026"
    assert dict(stamp(section, section.exercises[0]).versions) == {"other": "9", "demo.lib": "1.2", "Python": "3.11.2"}


def test_the_sections_own_technology_is_named_first(tmp_path):
    (tmp_path / "runtime.txt").write_text("other==9\nDemo_Lib==1.2\n")
    catalogue = catalogue_of(write(tmp_path), title="Demo-Lib")
    proof = Proof(catalogue, BareRunner(), {"demo": Runtime("demo", tmp_path / "runtime.txt")}, today=TODAY)
    list(proof.run())
    (section,) = proof.sections
    assert proof.stamps(section)["samples/demo-hello"].text == "Demo_Lib 1.2, 1 Dec 2026"


def test_one_section_of_several(tmp_path):
    with pytest.raises(KeyError):
        proof_of(tmp_path, {}, sections=["nothing"])
    assert [section.id for section in proof_of(tmp_path, {}, sections=["demo"]).sections] == ["demo"]


def test_a_translation_that_is_older_than_its_original_is_a_warning(tmp_path):
    front = '---\ntitle: Ende\nsummary: Noch eins.\noriginal: "0123456789ab"\n---\n'
    text = front + '```python excerpt="demo-hello.py" lines="1"\n```\n\n## Schluss\n'
    (finding,) = found(tmp_path, {"content/20-second.de.md": text})
    assert (finding.path.partition("/")[2], finding.line, finding.severity) == ("content/20-second.de.md", 4, "warning")
    assert finding.message == "the original has changed since it was translated"
    assert finding.cure.startswith("bring the translation up to date, then write original: ")
