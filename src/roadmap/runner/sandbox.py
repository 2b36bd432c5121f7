"""The outer sandbox: the bubblewrap command under which a warm process starts, and the user that it runs as."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from roadmap.runner.folder import Folder

_UID = 64738
"""Above what Debian gives to people and services, below what `nobody` and subordinate ranges use."""


def sandbox_uid() -> int:
    """Root's sandboxes run as a user that owns nothing; anybody else's run as themselves."""
    return _UID if os.geteuid() == 0 else os.geteuid()


def as_user() -> dict[str, Any]:
    """Arguments of Popen. As root bubblewrap covers parts of /proc, and then no sandbox inside could have its own."""
    if os.geteuid() != 0:
        return {}
    return {"user": _UID, "group": _UID, "extra_groups": []}


def command(folder: Folder, runtime: Path, base: Path | None, line: int) -> list[str]:
    """The warm process of `runtime`, talking to us on the descriptor `line`."""
    return [
        shutil.which("bwrap") or "bwrap",
        *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *(
            "--setenv",
            "PATH",
            "/opt/runtime/bin:/usr/bin:/bin",
            "--setenv",
            "LANG",
            "C.UTF-8",
            "--setenv",
            "HOME",
            "/work",
        ),
        *("--ro-bind", "/usr", "/usr", *_links(), *_without_local(runtime, base)),
        *(("--ro-bind", str(base), str(base)) if base else ()),
        *("--ro-bind", str(folder.etc), "/etc", "--ro-bind", str(folder.code), "/opt/roadmap"),
        *("--ro-bind", str(runtime), "/opt/runtime", "--bind", str(folder.runs), "/runs"),
        *("--proc", "/proc", "--dev", "/dev", "--size", str(16 << 20), "--tmpfs", "/tmp", "--dir", "/work"),  # noqa: S108
        *("--size", str(1 << 20), "--tmpfs", "/run", "--remount-ro", "/run", "--dir", "/services"),
        # Both are one file system for all runs of this warm process.
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", "/", "--"),
        *("/opt/runtime/bin/python", "-I", "-B", "-X", "utf8", "-c", _BOOT, str(line)),
    ]


def once(command: list[str], *, etc: Path, work: Path) -> list[str]:
    """`command` in a sandbox of its own, with a program of the machine's and the folder `work` as /work to write to."""
    return [
        shutil.which("bwrap") or "bwrap",
        *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--uid", "1000", "--gid", "1000"),
        *("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8", "--setenv", "HOME", "/work"),
        *("--ro-bind", "/usr", "/usr", *_links(), "--ro-bind", str(etc), "/etc", "--bind", str(work), "/work"),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--chdir", "/work", "--", *command),  # noqa: S108
    ]


_BOOT = "import sys; sys.path.append('/opt/roadmap'); from roadmap_inside import warm; warm.main()"


def _links() -> list[str]:
    """/bin, /lib and so on: links into /usr where the machine has merged them, otherwise folders of their own."""
    arguments = []
    for name in ("bin", "sbin", "lib", "lib64", "lib32"):
        path = Path("/", name)
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    return arguments


def _without_local(runtime: Path, base: Path | None) -> list[str]:
    """What an operator put into /usr/local is nobody's business in a sandbox, unless Python itself lives there."""
    python = (runtime / "bin/python").resolve()
    return (
        [] if python.is_relative_to("/usr/local") or base else ["--tmpfs", "/usr/local", "--remount-ro", "/usr/local"]
    )
