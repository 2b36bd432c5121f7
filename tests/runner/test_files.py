"""The fixture `files`: what a program wrote, and nothing else, however it tries."""

import pytest

from roadmap.catalogue import Limits
from roadmap.runner import State

pytestmark = pytest.mark.sandbox

WRITER = """
import os, socket

def write(name, text):
    os.makedirs(os.path.dirname("/work/" + name), exist_ok=True)
    with open(name, "w") as file:
        file.write(text)

def raw(name, numbers):
    with open(name, "wb") as file:
        file.write(bytes(numbers))

def large(name, size):
    with open(name, "wb") as file:
        file.truncate(size)

def link(name, target):
    os.symlink(target, name)

def hard(name, target):
    os.link(target, name)

def listen(name):
    global kept
    kept = socket.socket(socket.AF_UNIX)
    kept.bind(name)

def close(name):
    os.chmod(name, 0)

def many(count):
    for number in range(count):
        open(f"f{number:05}", "w").close()

def deep(depth):
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    open("bottom", "w").close()

def swap():
    import threading
    os.mkdir("real")
    open("real/x", "w").write("mine")
    def turn():
        while True:
            os.rename("real", "other")
            os.symlink("/etc", "real")
            os.unlink("real")
            os.rename("other", "real")
    threading.Thread(target=turn, daemon=True).start()
"""


def run(runner, check_job, body, **options):
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    checks = f'import pytest\n\n\ndef test_it(call, files):\n    """It holds."""\n{lines}'
    files = {"writer.py": WRITER, "given/a.txt": "given\n"}
    return runner.execute(check_job(checks, files, program="python", runtime="redis", **options))


@pytest.mark.parametrize(
    "body",
    [
        'assert files("given/a.txt") == "given\\n", "not as given"',
        'call("writer:write", "out/b.txt", "é")\nassert files("out/b.txt") == "é", "not as written"\n'
        'assert files.names() == ["given/a.txt", "out/b.txt", "writer.py"], files.names()\n'
        'assert "out/b.txt" in files and "out" not in files, "wrong names"',
        'call("writer:raw", "b", [0, 255])\nassert files.bytes("b") == b"\\0\\xff", "not as written"',
        'call("writer:large", "b", 1024 * 1024)\nassert len(files.bytes("b")) == 1024 * 1024, "cut"',
        'call("writer:many", 1200)\nassert len(files.names()) == 1000, len(files.names())',
        'call("writer:deep", 60)\nassert files.names() == ["given/a.txt", "writer.py"], files.names()',
        'call("writer:close", "given/a.txt")\nassert files("given/a.txt") == "given\\n", "its own file"',
        'call("writer:link", "l", "writer.py")\nassert "l" not in files, "a link is no file"',
        'call("writer:swap")\nfor _ in range(300):\n    try:\n        assert files("real/x") == "mine", "followed"\n'
        "    except AssertionError as problem:\n        assert 'ordinary' in str(problem) or 'wrote no' in str(problem), str(problem)",
    ],
)
def test_what_is_there(runner, check_job, body):
    verdict = run(runner, check_job, body, limits=Limits(work_inodes=3000))
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize(
    ("body", "feedback"),
    [
        ('files("nothing.txt")', "The program wrote no file nothing.txt."),
        ('files("given/nothing/at/all")', "The program wrote no file given/nothing/at/all."),
        ('files("given")', "given is not an ordinary file."),
        ('files("given/a.txt/x")', "given/a.txt/x is not an ordinary file."),
        ('files("/etc/passwd")', "/etc/passwd is not an ordinary file."),
        ('files("given/../../etc/passwd")', "given/../../etc/passwd is not an ordinary file."),
        ('files("a\\0b")', "a\u2400b is not an ordinary file."),
        ('call("writer:link", "l", "/etc/passwd")\nfiles("l")', "l is not an ordinary file."),
        ('call("writer:link", "l", "writer.py")\nfiles("l")', "l is not an ordinary file."),
        ('call("writer:link", "l", "/etc")\nfiles("l/passwd")', "l/passwd is not an ordinary file."),
        ('call("writer:link", "l", "/dev/zero")\nfiles("l")', "l is not an ordinary file."),
        ('call("writer:listen", "s")\nfiles("s")', "s is not an ordinary file."),
        ('call("writer:large", "b", 1024 * 1024 + 1)\nfiles("b")', "The file b has more than 1 MB."),
        ('call("writer:raw", "b", [255])\nfiles("b")', "The file b is not text in UTF-8."),
    ],
)
def test_what_is_refused(runner, check_job, body, feedback):
    verdict = run(runner, check_job, body)
    assert verdict.state is State.FAILED, verdict
    assert verdict.checks[0].feedback == feedback
