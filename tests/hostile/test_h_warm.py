"""What a fork can read is what its warm process had: so nothing secret may ever have been in one.

Looked at from both sides: by a run, which has its warm process's memory as it was, and from outside by its owner.
"""

import os
import re
import secrets
from pathlib import Path

import pytest

from roadmap.runner import Runtime, State, open_runner

from .conftest import ENVIRONMENT
from .harness import HIDDEN, HONEST, grading
from .machine import family, link_of

SECRET_HOLDERS = {"sqlalchemy", "pyramid", "alembic", "plaster", "webob"}
"""What only the site imports."""
SUBMITTED = "SUBMITTED-" + secrets.token_hex(8)


@pytest.mark.parametrize("runtime", ["flask", "fastapi", "tornado", "redis", "celery", "judge"])
def test_row_200_modules_of_a_warm_process(hostile, runtime):
    code = "import sys\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))\nprint(*(name for name in sys.modules if name.startswith('roadmap')))\n"
    first, ours = hostile.run(State.PASSED, code, runtime=runtime).output.splitlines()
    assert not SECRET_HOLDERS & set(first.split())
    assert {name.partition(".")[0] for name in ours.split()} <= {"roadmap_inside"}


def inner(runner, runtime):
    """The warm process itself: below its bubblewrap, the Python that no other Python has forked as a spare."""
    runner.settle()
    pythons = {pid for pid in family(runner._warm[runtime].pid) if "python" in link_of(f"/proc/{pid}/exe")}
    found = [pid for pid in pythons if parent_of(pid) not in pythons]
    assert len(found) == 1
    return found[0]


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.fixture(scope="module")
def fresh(declared, tmp_path_factory):
    """A supervisor in an environment that has a secret, with two warm processes that have had runs."""
    os.environ["ROADMAP_TEST_PASSWORD"] = "PASSWORD-" + ENVIRONMENT
    chosen: dict[str, Runtime] = {name: declared[name] for name in ("flask",)}
    runner = open_runner(chosen, data=tmp_path_factory.mktemp("secret-data"), slots=1)
    for _ in range(3):
        assert runner.execute(grading(f"{HONEST}# {SUBMITTED}\n")).state is State.PASSED
    yield runner
    runner.close()
    del os.environ["ROADMAP_TEST_PASSWORD"]


@pytest.mark.parametrize("runtime", ["flask", "judge"])
def test_row_085_environment_of_a_warm_process(fresh, runtime):
    told = Path(f"/proc/{inner(fresh, runtime)}/environ").read_bytes().decode().split("\0")
    assert {entry.partition("=")[0] for entry in told if entry} <= {"PATH", "LANG", "HOME", "PWD"}


@pytest.mark.parametrize("runtime", ["flask", "judge"])
def test_row_086_descriptors_of_a_warm_process(fresh, runtime):
    folder = Path(f"/proc/{inner(fresh, runtime)}/fd")
    kinds = sorted(os.readlink(path).partition(":")[0] for path in folder.iterdir())
    log = str(fresh._folder.path / f"{runtime}.log")
    assert [kind for kind in kinds if kind not in ("/dev/null", log)] == ["socket"]


@pytest.mark.parametrize("runtime", ["flask", "judge"])
def test_row_200_memory_of_a_warm_process(fresh, runtime):
    """After three runs there is neither a check of theirs nor anything of the site in it."""
    pid = inner(fresh, runtime)
    needles = (HIDDEN.encode(), ENVIRONMENT.encode(), SUBMITTED.encode(), b"ROADMAP_TEST_PASSWORD", b"secret-data")
    found = set()
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            low, high = (int(part, 16) for part in line.split()[0].split("-"))
            if "r" in line.split()[1] and "[v" not in line:
                memory.seek(low)
                data = memory.read(high - low)
                found |= {needle for needle in needles if needle in data}
    assert found == set()


@pytest.mark.parametrize("runtime", ["flask", "judge"])
def test_row_200_files_that_a_warm_process_has_mapped(fresh, runtime):
    maps = Path(f"/proc/{inner(fresh, runtime)}/maps").read_text()
    files = set(re.findall(r" (/\S+)$", maps, re.MULTILINE))
    assert files
    assert [file for file in files if not file.startswith(("/usr/", "/lib", "/opt/runtime/", "/etc/", "/tmp/"))] == []
