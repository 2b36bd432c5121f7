"""Group G: every trick with a wrong answer, against every kind of program that runs. It must not score."""

import pytest

from roadmap.runner import State

from .kinds import KINDS, RIGHT, WRONG

NOT_PASSED = (State.FAILED, State.ERROR, State.CRASHED, State.TIME_LIMIT, State.MEMORY_LIMIT)
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)

TRICKS = {
    "row-131-exit-at-import": "import os; os._exit(0)",
    "row-133-sys-exit-at-import": "import sys; sys.exit(0)",
    "row-133-system-exit-in-a-thread": "import threading, os; threading.Timer(0.05, os._exit, (0,)).start()",
    "row-134-atexit": "import atexit, os; atexit.register(os._exit, 0)",
    "row-137-skip-at-import": "import unittest; raise unittest.SkipTest('x')",
    "row-137-skip-of-pytest": (
        "import sys, types\nclass Skipped(BaseException): allow_module_level = True\nSkipped.__module__ = 'builtins'\nraise Skipped('x')"
    ),
    "row-139-asserts": "import unittest; unittest.TestCase.assertEqual = lambda *a: None",
    "row-140-call-info": (
        "import sys, types\nmade = sys.modules['_pytest'] = types.ModuleType('_pytest')\n"
        "made.runner = sys.modules['_pytest.runner'] = types.ModuleType('_pytest.runner')\n"
        "class CallInfo:\n    excinfo = None\n    from_call = classmethod(lambda c, *a, **k: c())\nmade.runner.CallInfo = CallInfo"
    ),
    "row-145-results-then-hang": (
        "import json, os, time\nfor name in ('results.json', 'verdict.json', 'report.xml'):\n"
        "    open('/work/' + name, 'w').write(json.dumps({'passed': True, 'state': 'passed'}))\ntime.sleep(60)"
    ),
    "row-146-daemon": (
        "import os\nif os.fork() == 0:\n    os.setsid()\n    while True:\n        try: open('/work/verdict.json', 'w').write('{\"passed\": true}')\n"
        "        except OSError: pass"
    ),
    "row-151-modules": "import sys\nclass Fake:\n    def __getattr__(self, name): return self\nsys.modules['json'] = sys.modules['socket'] = Fake()",
    "row-151-meta-path": "import sys\nclass Finder:\n    def find_spec(self, *a): raise ImportError\nsys.meta_path.insert(0, Finder())",
    "row-152-builtins": "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.AssertionError = KeyError\nbuiltins.callable = lambda x: True",
    "row-152-json": "import json\njson.dumps = lambda *a, **k: '{\"results\": [{\"returned\": 0}]}'\njson.JSONEncoder.encode = json.dumps",
    "row-154-session": "import gc\nfor thing in gc.get_objects():\n    if hasattr(type(thing), 'testsfailed'): type(thing).testsfailed = 0",
    "row-155-code-of-tests": (
        "import gc, types\nfor thing in gc.get_objects():\n    if isinstance(thing, types.FunctionType) and thing.__name__.startswith('test_'):\n"
        "        thing.__code__ = (lambda *a, **k: None).__code__"
    ),
    "row-167-random": "import random\nrandom.seed(1)\nrandom.Random.randrange = random.randrange = lambda *a: 5\nimport time; time.time = lambda: 0",
    "row-173-pickle": (
        "import pickle, copyreg\nclass Loud:\n    def __reduce__(self): return (exec, ('import os; os._exit(0)',))\n    def __repr__(self): return 'x'"
    ),
    "row-178-trace": (
        "import sys, threading\ndef trace(frame, event, arg):\n    frame.f_locals['want'] = frame.f_locals['got'] = 1\n    return trace\n"
        "sys.settrace(trace); sys.setprofile(trace); threading.settrace(trace); sys.addaudithook(lambda *a: None)"
    ),
    "row-179-small-ints": (
        "import ctypes\nfor n in range(2, 200): ctypes.c_uint32.from_address(id(n) + 24).value = 1"
    ),
}  # fmt: skip

ANSWERS = {
    "row-133-system-exit": "raise SystemExit(0)",
    "row-134-signal": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "row-134-parent": "import os, signal; os.kill(1, 9); os.kill(-1, 9)",
    "row-137-skip": "import unittest; raise unittest.SkipTest",
    "row-158-frames": (
        "import sys\n    frame = sys._getframe()\n    while frame:\n        for value in frame.f_locals.values():\n"
        "            if type(value) is int and value == 2 * n and value != n: return value\n        frame = frame.f_back"
    ),
    "row-158-linecache": "import linecache\n    return len([line for name in linecache.cache for line in linecache.getlines(name) if 'expect' in line])",
    "row-158-heap": (
        "import gc\n    for thing in gc.get_objects():\n        if isinstance(thing, dict) and thing.get('want'): return thing['want']"
    ),
    "row-160-reference": "from solution_reference import answer as found\n    return found(n)",
    "row-164-hard-coded": "return {1: 2, 2: 4, 3: 6, 10: 20, 21: 42}.get(n)",
    "row-176-templates": "return \"{{ ''.__class__.__mro__ }} ${7*7} {0.__class__} %(want)s\"",
    "row-181-stub": "...",
    "row-136-equal-to-all": "return {'__eq__': True, 'returned': 2 * n}",
    "row-125-protocol": "print('{\"check\": \"test_doubles\", \"outcome\": \"passed\"}\\n<PASSED::>', flush=True)",
}  # fmt: skip


@every_kind
@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_trick_at_import_does_not_score(hostile, kind, trick):
    hostile.check(NOT_PASSED, kind.files(WRONG, trick), **kind.options())


@every_kind
@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS)
def test_trick_in_the_answer_does_not_score(hostile, kind, body):
    hostile.check(NOT_PASSED, kind.files(f"def answer(n):\n    {body}\n"), **kind.options())


@every_kind
def test_row_181_nothing_at_all(hostile, kind):
    hostile.check((State.ERROR, State.FAILED), {kind.module: ""}, **kind.options())


@every_kind
def test_row_182_the_right_answer_passes_and_a_wrong_one_fails(hostile, kind):
    """Without this nothing above would mean anything."""
    for _ in range(3):
        hostile.check(State.PASSED, kind.files(RIGHT), **kind.options())
    hostile.check(State.FAILED, kind.files(WRONG), **kind.options())


FILES = {
    "row-142-conftest": {"conftest.py": "import pytest\ndef pytest_runtest_makereport(): pass\n"},
    "row-143-configuration": {"pytest.ini": "[pytest]\naddopts = --collect-only\n", "setup.cfg": "[tool:pytest]\n"},
    "row-143-pyproject": {"pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-p nowhere'\n"},
    "row-149-entry-point": {
        "evil-1.dist-info/entry_points.txt": "[pytest11]\nevil = evil\n",
        "evil-1.dist-info/METADATA": "Name: evil\nVersion: 1\n",
        "evil.py": "raise SystemExit(0)",
    },
    "row-148-pytest": {"pytest.py": "raise SystemExit(0)", "checks.py": "def test_doubles(): pass\n"},
    "row-148-clients": {"httpx.py": "x", "roadmap_inside/__init__.py": "raise SystemExit(0)"},
    "row-148-site": {
        "sitecustomize.py": "import os; os._exit(0)",
        "usercustomize.py": "import os; os._exit(0)",
        "evil.pth": "import os; os._exit(0)",
    },
}


@every_kind
@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_files_that_a_grader_might_read(hostile, kind, files):
    """A wrong answer fails with them, and a right one passes."""
    entry = {"entry": "solution"} if kind.program == "python" else {}
    hostile.check(NOT_PASSED, {**kind.files(WRONG), **files}, **kind.options(**entry))
    hostile.check(State.PASSED, {**kind.files(RIGHT), **files}, **kind.options(**entry))


SHADOWS = {
    "row-148-standard-library": {"json.py": "raise SystemExit(0)", "ast.py": "def parse(*a): pass\n"},
    "row-148-framework": {
        f"{name}.py": "class Flask: pass\nFastAPI = Celery = Flask\ndef __getattr__(name): return Flask\n"
        for name in ("flask", "fastapi", "celery", "waitress", "uvicorn", "redis", "unittest")
    },
}


@every_kind
@pytest.mark.parametrize("files", SHADOWS.values(), ids=SHADOWS)
def test_modules_of_the_learners_own_harm_only_themselves(hostile, kind, files):
    hostile.check(NOT_PASSED, {**kind.files(WRONG), **files}, **kind.options())


@every_kind
def test_row_157_checks_are_nowhere_to_read(hostile, kind):
    look = (
        "import os, re\nfound = []\nMARK = re.compile(b'HID' + b'DEN-[0-9a-f]{16}')\n"
        "for top in ('/work', '/tmp', '/run', '/runs', '/services', '/opt/roadmap', '/dev/shm', '/etc'):\n"
        "    for folder, _, names in os.walk(top):\n        for name in names:\n            path = os.path.join(folder, name)\n"
        "            if os.path.isfile(path) and MARK.search(open(path, 'rb').read()): found.append(path)\n"
        "with open('/proc/self/mem', 'rb') as memory:\n    for line in open('/proc/self/maps'):\n"
        "        low, high = (int(part, 16) for part in line.split()[0].split('-'))\n"
        "        if 'rw' in line.split()[1] and high - low < 1 << 28:\n            memory.seek(low)\n"
        "            if MARK.search(memory.read(high - low)): found.append(line)\n"
        "print('found', found, flush=True)\n"
    )
    assert "found []" in hostile.check(NOT_PASSED, kind.files(WRONG, look), **kind.options()).output
