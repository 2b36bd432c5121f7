"""What this machine lacks for running learners' code, and how to mend it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from roadmap.catalogue import SERVICES
from roadmap.runner import containers, host, runtimes, sandbox, services
from roadmap.runner.finding import Finding


def findings(root: Path | None = None) -> list[Finding]:
    """Everything that matters for running code, the most basic first. Takes about a second.

    :param root: where runtimes are built, if not in the default place.
    """
    starts = _sandbox_starts()
    around = [starts, *containers.findings(starts.ok), host.control_groups()]
    return [*_needed(), *around, *_services(), *_runtimes(root or runtimes.default_root())]


def first_problem() -> str | None:
    """What surely keeps every sandbox from starting, found without starting one; None if nothing was seen."""
    return next((f"{finding.title}: {finding.detail}. {finding.cure}" for finding in _needed() if not finding.ok), None)


def _needed() -> Iterator[Finding]:
    for check in (_bubblewrap, _seccomp, host.user_namespaces, _temporary_folder, _interpreter):
        yield check()


def _bubblewrap() -> Finding:
    found = shutil.which("bwrap")
    if found is None:
        return Finding("bubblewrap", False, "the program bwrap is missing", "Install the Debian package bubblewrap.")
    return Finding("bubblewrap", True, found)


def _seccomp() -> Finding:
    try:
        from roadmap.runner.seccomp import filter_program

        size = len(filter_program())
    except (ImportError, OSError, RuntimeError, AttributeError) as problem:
        return Finding("libseccomp", False, str(problem), "Install the Debian package libseccomp2.")
    return Finding("libseccomp", True, f"makes a filter of {size // 8} instructions")


def _temporary_folder() -> Finding:
    place = Path(tempfile.gettempdir()).resolve()
    closed = [folder for folder in (place, *place.parents) if os.geteuid() == 0 and not folder.stat().st_mode & 0o001]
    if closed:
        cure = f"Let others enter it (chmod o+x {closed[0]}), or set TMPDIR to a folder like /tmp."
        return Finding("temporary folder", False, f"the sandbox's user may not enter {closed[0]}", cure)
    return Finding("temporary folder", True, str(place))


def _interpreter() -> Finding:
    prefix = runtimes.base_prefix()
    if prefix is not None and os.geteuid() == 0:
        closed = [folder for folder in (prefix, *prefix.parents) if not folder.stat().st_mode & 0o001]
        if closed:
            return Finding(
                "Python for sandboxes",
                False,
                f"{prefix} is below {closed[0]}, which only root may enter",
                "Install the Debian package python3 (3.11 or later), or run the site as an ordinary user.",
            )
    return Finding("Python for sandboxes", True, str(runtimes.base_python()))


def _sandbox_starts() -> Finding:
    """One sandbox in another, as every run needs it."""
    script = "import ctypes; raise SystemExit(ctypes.CDLL(None).unshare(0x10000000) != 0)"
    walls = ("--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev")
    command = ["bwrap", *walls, str(runtimes.base_python()), "-I", "-c", script]
    return _attempt(
        "sandbox in a sandbox",
        lambda: subprocess.run(
            command, capture_output=True, text=True, timeout=20, check=True, cwd="/", **sandbox.as_user()
        ),
    )


def _attempt(title: str, run: Callable[[], object]) -> Finding:
    try:
        run()
    except subprocess.CalledProcessError as problem:
        told = (problem.stderr or "").strip()[-300:] or f"exit status {problem.returncode}"
        return Finding(
            title,
            False,
            told,
            "See the findings around this one: sandboxes need user namespaces in user namespaces.",
        )
    except (OSError, subprocess.SubprocessError) as problem:
        return Finding(title, False, str(problem), "See the findings above.")
    return Finding(title, True, "starts")


def _services() -> Iterator[Finding]:
    for name, service in SERVICES.items():
        found = services.find(name)
        if found is None:
            missing = f"{service.server} is missing, so exercises and samples that use it cannot be run"
            yield Finding(service.server, False, missing, f"Install the Debian package {service.package}.")
        else:
            yield Finding(service.server, True, str(found))


def _runtimes(root: Path) -> Iterator[Finding]:
    closed = [folder for folder in (root, *root.parents) if folder.exists() and not folder.stat().st_mode & 0o001]
    if closed and os.geteuid() == 0:
        cure = "Set roadmap.runtimes to a folder that everybody may enter, /var/lib/roadmap/runtimes for example."
        yield Finding("runtimes", False, f"the sandbox's user may not enter {closed[0]}", cure)
    try:
        yield Finding("judge", True, str(runtimes.find(runtimes.JUDGE, root)))
    except runtimes.RuntimeProblem as problem:
        yield Finding("judge", False, str(problem), "Run `roadmap runtimes build`.")
