"""The same proof in the real sandbox."""

from datetime import date

import pytest

from roadmap.catalogue import Catalogue
from roadmap.cli.proof import Proof
from roadmap.runner import Runtime, open_runner, runtimes

from ...catalogue.example import changed, load, write

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def declared(tmp_path_factory, roadmap_runtimes):
    requirements = tmp_path_factory.mktemp("declared") / "runtime.txt"
    requirements.write_text("# Nothing but Python itself.\n")
    runtime = Runtime("demo", requirements)
    for needed in (runtime, runtimes.JUDGE):
        runtimes.build(needed, roadmap_runtimes)
    return {"demo": runtime}


@pytest.fixture(scope="module")
def sandbox(declared, tmp_path_factory, roadmap_runtimes):
    runner = open_runner(declared, data=tmp_path_factory.mktemp("data"), slots=2, root=roadmap_runtimes)
    yield runner
    runner.close()


def prove(tmp_path, changes, sandbox, declared, **options):
    catalogue = Catalogue()
    catalogue.add(load(write(tmp_path, changes)))
    proof = Proof(catalogue, sandbox, declared, today=date(2026, 12, 1), **options)
    return proof, [finding for step in proof.run() for finding in step.findings]


def test_what_is_whole(tmp_path, sandbox, declared):
    proof, findings = prove(tmp_path, {}, sandbox, declared, solutions=3)
    assert findings == []
    assert proof.ran == 7
    (section,) = proof.sections
    stamps = proof.stamps(section)
    assert set(stamps) == {"samples/demo-hello", "exercises/double"}
    assert stamps["samples/demo-hello"].versions["Python"].startswith("3.")


def test_what_is_wrong(tmp_path, sandbox, declared):
    changes = {
        "samples/demo-hello.py": 'print("hello")\nprint(1 / 0)\n',
        "exercises/double/solution/doubling.py": "def double(number):\n    return number * 3\n",
        "exercises/double/starter/doubling.py": "def double(number):\n    return 2 * number\n",
        **changed("exercises/double/wrong/square/wrong.toml", "twice", "thrice"),
    }
    _, findings = prove(tmp_path, changes, sandbox, declared)
    found = {(finding.path.removeprefix("roadmap_demo/"), finding.line) for finding in findings}
    assert found == {
        ("samples/demo-hello.py", 2),
        ("exercises/double/checks.py", 1),
        ("exercises/double/starter", 1),
        ("exercises/double/wrong/square/wrong.toml", 2),
    }
    assert any("ZeroDivisionError" in finding.message for finding in findings)
