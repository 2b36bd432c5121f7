"""Group D where a check reads what the program left: the program may leave anything, and change it meanwhile."""

from pathlib import Path

import pytest

from roadmap.runner import State, runtimes

READ = '''
def test_it(call, files):
    """It writes right into out.txt."""
    call("solution:work")
    assert files("out.txt") == "right", "out.txt does not say right."
'''
NAMES = '''
def test_it(call, files):
    """It leaves few files."""
    call("solution:work")
    names = files.names()
    assert len(names) < 5, f"There are {len(names)} files."
'''


def work(body):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"import os, socket, time\n\n\ndef work():\n{lines}"


def test_row_083_the_honest_way(hostile):
    hostile.check(State.PASSED, work("open('out.txt', 'w').write('right')"), checks=READ)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param("os.mkfifo('out.txt')", "PermissionError", id="row-070-fifo"),
        pytest.param("os.mkdir('out.txt')", "not an ordinary file", id="row-070-folder"),
        pytest.param("socket.socket(socket.AF_UNIX).bind('out.txt')", "not an ordinary file", id="row-070-socket"),
        pytest.param("os.symlink('/dev/zero', 'out.txt')", "not an ordinary file", id="row-070-link-to-device"),
        pytest.param("os.symlink('/proc/1/environ', 'out.txt')", "not an ordinary file", id="row-070-link-to-init"),
        pytest.param("os.symlink('out.txt', 'out.txt')", "not an ordinary file", id="row-070-link-to-itself"),
        pytest.param(
            "open('big', 'w').write('right')\nos.symlink('big', 'out.txt')", "not an ordinary file", id="row-073-link"
        ),
        pytest.param("os.truncate(os.open('out.txt', os.O_CREAT | os.O_RDWR), 15_000_000)", "more than 1 MB", id="row-064-sparse"),
        pytest.param("open('out.txt', 'wb').write(b'\\xff\\xfe\\x00')", "not text in UTF-8", id="row-068-bytes"),
        pytest.param("os.symlink('/etc', 'out.txt')", "not an ordinary file", id="row-073-link-to-folder"),
        pytest.param("open('out.txt', 'w').write('right')\nos.chmod('out.txt', 0)\nos.remove('out.txt')", "no file", id="row-083-gone"),
        pytest.param("open('out.txt.right', 'w').write('right')\nopen('verdict.json', 'w').write('{}')", "no file", id="row-083-beside-it"),
    ],
)  # fmt: skip
def test_odd_file_is_refused_in_words(hostile, body, told):
    verdict = hostile.check(State.FAILED, work(body), checks=READ)
    assert told in verdict.checks[0].feedback


def test_row_070_a_file_that_turns_into_something_else_while_it_is_read(hostile):
    body = (
        "if os.fork() == 0:\n    while True:\n        for make in (lambda: os.mkfifo('o'), lambda: os.symlink('/etc/passwd', 'o'), lambda: open('o', 'w').write('right')):\n"
        "            try:\n                make()\n                os.rename('o', 'out.txt')\n            except OSError: pass\ntime.sleep(0.05)"
    )
    checks = (
        'def test_it(call, files):\n    """It."""\n    call("solution:work")\n    for n in range(60):\n        try:\n'
        '            assert files("out.txt") in ("right", ""), "It says something else."\n        except AssertionError as problem:\n'
        '            assert "something else" not in str(problem), str(problem)\n'
    )
    hostile.check(State.PASSED, work(body), checks=checks)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("for n in range(900):\n    os.mkdir('d')\n    os.chdir('d')", id="row-067-deep"),
        pytest.param("open('big', 'wb').write(bytes(8_000_000))\nfor n in range(100):\n    os.symlink('big', f'l{n}')", id="row-071-links"),
        pytest.param("for n in range(30):\n    os.symlink('.', f'loop{n}')", id="row-071-loops"),
        pytest.param("os.symlink('/', 'all')\nos.symlink('/opt/runtime', 'runtime')", id="row-071-links-out"),
    ],
)  # fmt: skip
def test_listing_is_bounded_and_follows_nothing(hostile, body):
    hostile.check(State.PASSED, work(body), checks=NAMES)


def test_row_071_very_many_files(hostile):
    body = "for n in range(1000):\n    try: open(f'f{n}', 'w')\n    except OSError: break"
    assert "files." in hostile.check(State.FAILED, work(body), checks=NAMES).checks[0].feedback


def test_row_068_names_that_are_no_text(hostile):
    body = (
        "for name in (b'\\xff', b'a\\nb', b'\\x1b[31m', '\\u202ex'.encode(), b'-rf', b'<script>'):\n    open(name, 'w')"
    )
    checks = 'def test_it(call, files):\n    """It."""\n    call("solution:work")\n    assert files.names() == [], str(files.names())\n'
    hostile.check(State.FAILED, work(body), checks=checks)


def test_row_073_nothing_on_the_host_gets_another_owner_or_mode(hostile, declared):
    """Links to all that can be seen from in there, and a supervisor that removes the run's folder afterwards."""
    runtime = runtimes.find(declared["redis"], runtimes.default_root())
    places = [runtime, *sorted(runtime.iterdir()), Path("/usr/bin/env"), Path("/etc/passwd")]

    def owners():
        return [(str(path), path.lstat().st_uid, path.lstat().st_mode, path.lstat().st_mtime_ns) for path in places]

    before = owners()
    body = (
        "for n, place in enumerate(('/opt/runtime', '/usr', '/etc', '/run', '/run/redis', '/')):\n    os.symlink(place, f'l{n}')\n"
        "for place in ('/run/redis', '/run', '/tmp', '/dev/shm'):\n    try: os.symlink('/opt/runtime', place + '/link')\n    except OSError: pass\n"
        "for place in ('/opt/runtime', '/usr/bin/env', '/etc/passwd', '/run/redis'):\n    for act in (lambda: os.chmod(place, 0o777), lambda: os.chown(place, 1000, 1000), lambda: os.utime(place)):\n"
        "        try: act(); print('through', place)\n        except OSError: pass"
    )
    checks = 'def test_it(call):\n    """It."""\n    call("solution:work")\n'
    verdict = hostile.check(State.PASSED, work(body), checks=checks, runtime="redis", services=("redis",))
    assert "through" not in verdict.output
    assert owners() == before


def test_row_082_the_judge_has_copies_of_its_own(hostile):
    """A fixture rewritten, deleted and put back with the wrong answer in it."""
    checks = (
        'import json\n\n\ndef test_it(call, sources):\n    """It."""\n    want = json.loads(sources("given.json"))["want"]\n'
        '    assert call("solution:work") == want, "Not what given.json wants."\n'
    )
    body = "os.remove('given.json')\nopen('given.json', 'w').write('{\"want\": 1}')\nreturn 1"
    files = {"given.json": '{"want": 42}'}
    hostile.check(State.FAILED, {"solution.py": work(body), **files}, checks=checks)
    hostile.check(State.PASSED, {"solution.py": work("return 42"), **files}, checks=checks)


@pytest.mark.parametrize(
    "place", ["/work", "/opt/roadmap/roadmap_inside", "/opt/runtime/lib", "/usr/lib/python3", "/tmp"]
)
def test_row_092_planted_bytecode(hostile, place):
    """Compiled code for modules that graders import, wherever it can be put: this run and the next are graded right."""
    code = (
        "import marshal, os, sys, importlib.util\nmade = importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(compile('raise SystemExit(0)', 'x', 'exec'))\n"
        f"for top in ({place!r},):\n    for name in ('json', 'httpx', 'pytest', 'checking', 'judge', 'solution', 'checks'):\n"
        "        try:\n            os.makedirs(top + '/__pycache__', exist_ok=True)\n"
        "            open(f'{top}/__pycache__/{name}.{sys.implementation.cache_tag}.pyc', 'wb').write(made)\n        except OSError: pass\n\n\n"
        "def double(n):\n    return 1\n"
    )
    hostile.check(State.FAILED, code)
    hostile.check(State.PASSED, "def double(n):\n    return 2 * n\n")
