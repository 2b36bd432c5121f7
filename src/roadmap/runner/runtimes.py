"""Building, listing and removing runtimes: the environments in which learners' code and the judge run."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from roadmap.runner.runner import Runtime

JUDGE = Runtime(name="judge", requirements=Path(__file__).with_name("judge.txt"), plugin="roadmap")
"""Our own: pytest and the clients that checks use. Build it beside those that plugins declare."""

_RECORD = "roadmap-runtime.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class RuntimeProblem(Exception):
    """A runtime that cannot be built or used; the message names it and the cure."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A runtime on disk."""

    name: str
    digest: str
    path: Path
    versions: Mapping[str, str]


def default_root() -> Path:
    """Where runtimes live unless `roadmap.runtimes` says otherwise.

    Root's own folders are closed to the unprivileged user that sandboxes run as, so root's runtimes live in /var/lib.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/roadmap/runtimes")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "roadmap/runtimes"


def path_of(runtime: Runtime, root: Path) -> Path:
    """Where `runtime` is, or will be once it is built: its name and the digest of what decides what is in it."""
    digest = hashlib.sha256()
    digest.update(runtime.requirements.read_bytes())
    digest.update(repr((str(base_python()), sys.version_info[:2])).encode())
    return root / f"{runtime.name}-{digest.hexdigest()[:12]}"


def build(runtime: Runtime, root: Path, on_line: Callable[[str], None] = print) -> Path:
    """Build `runtime` below `root` unless it is there, and return its folder.

    Two builders at once wait for each other; a build that fails leaves nothing behind.

    :raises RuntimeProblem: its requirements can't be installed, or leave a distribution unpinned.
    """
    if not _NAME.fullmatch(runtime.name):
        raise RuntimeProblem(
            f"runtime {runtime.name!r} of {runtime.plugin}: a name has lower-case letters, digits and -"
        )
    path = path_of(runtime, root)
    root.mkdir(parents=True, exist_ok=True, mode=0o755)
    with alone(root / f".{runtime.name}.lock"):
        if path.exists():
            return path
        building = Path(tempfile.mkdtemp(prefix=f".building-{runtime.name}-", dir=root))
        try:
            _install(runtime, building, on_line)
            _open_to_readers(building)
            building.rename(path)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    on_line(f"runtime {runtime.name}: built in {path}")
    return path


def find(runtime: Runtime, root: Path) -> Path:
    """The folder of a runtime that has been built.

    :raises RuntimeProblem: it has not.
    """
    path = path_of(runtime, root)
    if not path.is_dir():
        raise RuntimeProblem(f"the runtime {runtime.name!r} is not built: run `roadmap runtimes build`")
    return path


def installed(root: Path) -> list[Installed]:
    """All runtimes below `root`, by name."""
    return [
        Installed(path.name.rpartition("-")[0], path.name.rpartition("-")[2], path, versions(path))
        for path in sorted(record.parent for record in root.glob(f"[!.]*/{_RECORD}"))
    ]


def remove(path: Path) -> None:
    """Delete one installed runtime. Renamed first, so that nobody starts from half of it."""
    doomed = path.with_name(f".removing-{path.name}-{os.getpid()}")
    path.rename(doomed)
    versions.cache_clear()
    shutil.rmtree(doomed)


@lru_cache(maxsize=64)
def versions(path: Path) -> Mapping[str, str]:
    """Distribution to version, `python` included, of the runtime in the folder `path`."""
    record: dict[str, str] = json.loads((path / _RECORD).read_text())
    return record


@lru_cache(maxsize=1)
def base_python() -> Path:
    """The interpreter under runtimes: Debian's own where it is new enough, since sandboxes see /usr anyway."""
    system = Path("/usr/bin/python3")
    if system.exists() and _version(system) >= (3, 11):
        return system
    return Path(sys.base_prefix) / "bin/python3"


def base_prefix() -> Path | None:
    """A folder outside /usr that sandboxes must see as well, because the base interpreter lives in it."""
    prefix = base_python().resolve().parents[1]
    return None if prefix.is_relative_to("/usr") else prefix


def _version(python: Path) -> tuple[int, ...]:
    code = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in answer.stdout.split()) if answer.returncode == 0 else ()


def _install(runtime: Runtime, folder: Path, on_line: Callable[[str], None]) -> None:
    on_line(f"runtime {runtime.name}: installing {runtime.requirements}")
    python = folder / "bin/python"
    _uv(
        runtime,
        on_line,
        "venv",
        "--quiet",
        "--allow-existing",
        "--no-project",
        "--python",
        str(base_python()),
        str(folder),
    )
    wanted = ("-r", str(runtime.requirements))
    _uv(
        runtime,
        on_line,
        "pip",
        "install",
        "--python",
        str(python),
        "--link-mode",
        "copy",
        "--compile-bytecode",
        *wanted,
    )
    listed = json.loads(_uv(runtime, None, "pip", "list", "--python", str(python), "--format", "json"))
    found = {item["name"]: item["version"] for item in listed}
    _refuse_unpinned(runtime, found)
    answer = subprocess.run(
        [python, "-I", "-c", "import platform; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=True,
    )
    record = {"python": answer.stdout.strip(), **dict(sorted(found.items()))}
    (folder / _RECORD).write_text(json.dumps(record, indent=1))


def _refuse_unpinned(runtime: Runtime, found: Mapping[str, str]) -> None:
    """What page and verdict say about versions is only true tomorrow if everything is pinned."""
    pinned = {
        re.sub(r"[-_.]+", "-", name).lower()
        for name in re.findall(
            r"^\s*([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*==", runtime.requirements.read_text(), re.MULTILINE
        )
    }
    loose = [
        f"{name}=={version}" for name, version in found.items() if re.sub(r"[-_.]+", "-", name).lower() not in pinned
    ]
    if loose:
        raise RuntimeProblem(
            f"{runtime.requirements} does not pin everything that runtime {runtime.name!r} of {runtime.plugin} gets: "
            f"add {', '.join(loose)}"
        )


def _uv(runtime: Runtime, on_line: Callable[[str], None] | None, *arguments: str) -> str:
    import uv  # its import looks for the binary, which pages never need

    with (
        tempfile.TemporaryFile("w+") as out,
        subprocess.Popen(
            [uv.find_uv_bin(), *arguments], stdout=out, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
        ) as process,
    ):
        lines = []
        for line in process.stderr or ():
            lines.append(line.rstrip())
            if on_line is not None:
                on_line(f"runtime {runtime.name}: {line.rstrip()}")
        if process.wait() != 0:
            raise RuntimeProblem(
                f"runtime {runtime.name!r} of {runtime.plugin} cannot be built from {runtime.requirements}:\n"
                + "\n".join(lines)
            )
        out.seek(0)
        return out.read()


def _open_to_readers(folder: Path) -> None:
    """The sandbox's user must read it, whatever umask the builder has."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 or path.is_dir() else 0))


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait for whoever else, in whatever process, makes the same thing below a folder of ours."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
