"""Every runner there is, under attack; the table of what came of it at the end."""

import os
import secrets
import socket
import tempfile
from pathlib import Path

import pytest

from roadmap.runner import Job, Runtime, runtimes

from .harness import HIDDEN, Hostile
from .openers import OPENERS
from .table import Tally, one_kind_each, sampled

REQUIREMENTS = Path(__file__).parents[1] / "runner" / "runtimes"
ENVIRONMENT = "HOST-" + secrets.token_hex(8)
WHOLE = os.environ.get("ROADMAP_HOSTILE") == "whole"
"""Every attack on every runner (`make hostile`). Otherwise a worker gets a sample of them, since each takes as long again."""
TALLY = pytest.StashKey[Tally]()


def pytest_configure(config):
    config.stash.setdefault(TALLY, Tally())


def pytest_generate_tests(metafunc):
    """Each attack on every runner, but for those about the inside of a supervisor that is this very process."""
    if "hostile" in metafunc.fixturenames:
        only_local = next(metafunc.definition.iter_markers("local_only"), None) is not None
        names = ["local"] if only_local else sorted(OPENERS, key="local".__ne__)
        metafunc.parametrize("hostile", names, indirect=True, scope="session")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "hostile" in item.path.parts:
            item.add_marker(pytest.mark.sandbox)
    if "soak" not in config.option.markexpr:
        soaking = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=soaking)
        items[:] = [item for item in items if item not in soaking]
    if not WHOLE:
        leave_out(config, items)


def leave_out(config, items):
    """Of the attacks on a worker, all but a sample, and each cheat with one kind of program."""
    far = {item.nodeid: item for item in items if attacked(item) == "celery"}
    cheats = {name for name in far if far[name].path.name == "test_g_kinds.py"}
    chosen = sampled(far.keys() - cheats) | one_kind_each(cheats)
    left_out = [far[name] for name in far.keys() - chosen]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def attacked(item):
    """The runner that a test attacks, by name; nothing where it has one of its own."""
    return item.callspec.params.get("hostile", "") if hasattr(item, "callspec") else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    # A test ends with its call, or before it if its setup fails.
    if "hostile" in item.path.parts and (call.when == "call" or (call.when == "setup" and call.excinfo)):
        item.config.stash[TALLY].add(attacked(item), item.name, call.excinfo.value if call.excinfo else None)
    return report


def pytest_terminal_summary(terminalreporter, config):
    tally = config.stash.get(TALLY, None)
    if tally is not None and tally.ends:
        terminalreporter.section("hostile submissions")
        for line in tally.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def declared():
    """Runtimes by name, built."""
    found = {
        "flask": Runtime("flask", REQUIREMENTS / "flask.txt", preload=("flask",), plugin="tests"),
        "fastapi": Runtime("fastapi", REQUIREMENTS / "fastapi.txt", preload=("fastapi",), plugin="tests"),
        "tornado": Runtime("tornado", REQUIREMENTS / "tornado.txt", plugin="tests"),
        "redis": Runtime("redis", REQUIREMENTS / "redis.txt", preload=("redis",), plugin="tests"),
        "celery": Runtime("celery", REQUIREMENTS / "celery.txt", preload=("celery",), plugin="tests"),
    }
    for runtime in (runtimes.JUDGE, *found.values()):
        runtimes.build(runtime, runtimes.default_root(), on_line=lambda line: None)
    return found


@pytest.fixture(scope="session")
def hostile(request, declared):
    os.environ["ROADMAP_TEST_SECRET"] = ENVIRONMENT
    with tempfile.TemporaryDirectory() as data, OPENERS[request.param](declared, Path(data)) as (runner, machine):
        for name in declared:
            runner.execute(Job(kind="run", runtime=name, files={"m.py": ""}, main="m.py"))
        ours = (HIDDEN, ENVIRONMENT, str(Path(__file__).parents[2]), f"@{socket.gethostname()}")
        attacked = Hostile(runner, machine, (*ours, *machine.secrets()))
        attacked.measure()
        yield attacked
    del os.environ["ROADMAP_TEST_SECRET"]
