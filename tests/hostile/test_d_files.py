"""Group D: files."""

import json

import pytest

from roadmap.runner import State

TRY = (
    "import errno, os, ctypes, fcntl, json\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "def must(result):\n    if result == -1: raise OSError(ctypes.get_errno(), 'refused')\n"
    "def attempt(call):\n    try:\n        call()\n        print('through')\n    except OSError as problem:\n"
    "        print(errno.errorcode[problem.errno])\n"
)


@pytest.mark.parametrize(
    "place",
    [
        "/x",
        "/etc/x",
        "/etc/passwd",
        "/lib/x",
        "/usr/x",
        "/opt/runtime/x",
        "/opt/roadmap/x",
        "/dev/x",
        "/runs/x",
        "/services/x",
    ],
)
def test_row_059_read_only(hostile, place):
    verdict = hostile.run(State.PASSED, TRY + f"attempt(lambda: open('{place}', 'w'))")
    assert verdict.output.strip() in {"EROFS", "EACCES"}


def test_row_061_looks_for_others(hostile):
    code = (
        "import os\nfor place in ('/runs', '/tmp', '/dev/shm', '/run', '/services', '/dev/pts', '/work'):\n"
        "    print(place, os.listdir(place))\nprint(sorted(os.listdir('/')))\n"
    )
    lines = hostile.run(State.PASSED, code).output.splitlines()
    assert lines[:7] == [
        "/runs []", "/tmp []", "/dev/shm []", "/run []", "/services []", "/dev/pts []", "/work ['main.py']"
    ]  # fmt: skip
    assert not {"home", "root", "var", "srv", "mnt", "boot", "sys"} & set(json.loads(lines[7].replace("'", '"')))


def test_row_062_huge_file(hostile):
    code = TRY + "attempt(lambda: os.posix_fallocate(os.open('/work/x', os.O_CREAT | os.O_RDWR), 0, 10**9))"
    assert hostile.run(State.PASSED, code).output.strip() in {"EFBIG", "ENOSPC"}


def test_row_064_sparse_file(hostile):
    code = TRY + "attempt(lambda: os.truncate(os.open('/work/x', os.O_CREAT | os.O_RDWR), 2**50))"
    assert hostile.run(State.PASSED, code).output.strip() == "EFBIG"


def test_row_065_nothing_stays_for_the_next(hostile):
    leave = "import os\nfor place in ('/tmp', '/dev/shm', '/run', '/work'):\n    open(place + '/left', 'w').write('x')\nos.setxattr\n"
    hostile.run(State.PASSED, leave)
    look = "import os\nprint([place for place in ('/tmp', '/dev/shm', '/run', '/work') if os.path.exists(place + '/left')])"
    assert hostile.run(State.PASSED, look).output == "[]\n"


def test_row_067_deep_folders(hostile):
    code = "import os\nfor n in range(3000):\n    try:\n        os.mkdir('d'); os.chdir('d')\n    except OSError as problem:\n        print('stopped'); break\n"
    assert hostile.run(State.PASSED, code).output == "stopped\n"


@pytest.mark.parametrize(
    "name", ["a\nb.py", "../x.py", "/x.py", "a\x00.py", "a\ud800.py", "x" * 300, "a/./b", "\u202ex.py"]
)
def test_row_068_strange_names(hostile, name):
    assert "usable file name" in hostile.check(State.ERROR, {"solution.py": "", name: "x"}).message


def test_row_068_strange_names_made_inside(hostile):
    code = "open(b'/work/\\xff\\xfe\\n', 'w').write('x')\nimport os\nprint(os.listdir('/work'))\nraise ValueError(os.listdir(b'/work'))"
    hostile.run(State.ERROR, code)


def test_row_076_file_and_folder(hostile):
    hostile.check(State.ERROR, {"solution.py": "", "dir": "", "dir/test.txt": ""})


def test_row_077_nul(hostile):
    assert "NUL byte" in hostile.check(State.ERROR, "x = '\0'").message


@pytest.mark.parametrize("code", ["", "# only a comment\n", "#" * 1_000_000, "\r" * 10_000, "\ufeff"])
def test_row_079_nothing_in_it(hostile, code):
    hostile.check(State.FAILED, code)


def test_row_080_odd_paths(hostile):
    code = (
        TRY
        + "attempt(lambda: open('x' * 5000))\nattempt(lambda: open('%s%n'))\nattempt(lambda: must(libc.open(None, 0)))\nattempt(lambda: open(b'\\xff'))"
    )
    assert hostile.run(State.PASSED, code).output.split() == ["ENAMETOOLONG", "ENOENT", "EFAULT", "ENOENT"]


def test_row_085_environment(hostile):
    code = "import os\nprint(sorted(os.environ))\nprint(open('/proc/self/environ').read().split(chr(0)))\n"
    lines = hostile.run(State.PASSED, code).output.splitlines()
    assert lines[0] == "['HOME', 'LANG', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'PYTHONUNBUFFERED']"
    assert {entry.split("=")[0].strip("[' ") for entry in lines[1].split(",")} - {"]"} <= {
        "PATH",
        "LANG",
        "HOME",
        "PWD",
        "",
    }


def test_row_086_descriptors(hostile):
    code = (
        "import os\nkinds = [os.readlink(f'/proc/self/fd/{number}').split(':')[0] for number in range(3)]\n"
        "print(kinds)\nprint(len(os.listdir('/proc/self/fd')))\n"
    )
    kinds, count = hostile.run(State.PASSED, code).output.splitlines()
    assert kinds.startswith("['/dev/null', 'pipe', 'pipe'")
    assert int(count) <= 5  # the line on which its start is told, and the folder that it lists


@pytest.mark.parametrize(
    ("call", "answers"),
    [
        pytest.param("open('/dev/tty')", {"ENXIO", "ENODEV", "ENOENT"}, id="row-088-no-terminal"),
        pytest.param("fcntl.ioctl(0, 0x5412, b'x')", {"EPERM", "ENOSYS"}, id="row-088-tiocsti"),
        pytest.param(
            "must(libc.ioctl(0, ctypes.c_ulong(0x100005412), b'x'))",
            {"EPERM", "ENOSYS"},
            id="row-088-tiocsti-high-bits",
        ),
        pytest.param(
            "os.open('/dev/ptmx', os.O_RDWR)", {"ENOENT", "EIO", "EROFS", "EACCES"}, id="row-088-pseudo-terminal"
        ),
        pytest.param("must(libc.mount(b'none', b'/work', b'tmpfs', 0, None))", {"EPERM"}, id="row-089-mount"),
        pytest.param("must(libc.umount2(b'/runs', 2))", {"EPERM"}, id="row-089-umount"),
        pytest.param("must(libc.pivot_root(b'/work', b'/work'))", {"EPERM"}, id="row-089-pivot-root"),
        pytest.param("os.chroot('/work')", {"EPERM"}, id="row-089-chroot"),
        pytest.param("open('/proc/self/exe', 'r+b')", {"EACCES", "ETXTBSY", "EROFS"}, id="row-091-own-interpreter"),
        pytest.param(
            "open('/proc/sys/kernel/core_pattern', 'w')", {"EACCES", "EROFS", "ENOENT"}, id="row-091-core-pattern"
        ),
        pytest.param("open('/proc/sysrq-trigger', 'w')", {"EACCES", "EROFS", "EPERM", "ENOENT"}, id="row-091-sysrq"),
        pytest.param("os.link('/etc/passwd', '/work/x')", {"EXDEV", "EPERM"}, id="row-074-hard-link"),
        pytest.param("os.mknod('/work/x', 0o60600, os.makedev(8, 0))", {"EPERM"}, id="row-070-device"),
    ],
)
def test_it_is_refused(hostile, call, answers):
    assert hostile.run(State.PASSED, TRY + f"attempt(lambda: {call})").output.strip() in answers
