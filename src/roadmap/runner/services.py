"""The servers behind services: where they are on this machine, and what they need besides."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from roadmap.catalogue import SERVICES, Service
from roadmap.runner import postgres_template
from roadmap.runner.runtimes import RuntimeProblem

_POSTGRES = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Ready:
    """A service that can be started: its server's program and, where it starts from one, its template."""

    service: Service
    binary: Path
    template: Path | None = None


def prepare(names: Iterable[str], root: Path) -> tuple[Ready, ...]:
    """Find the servers of these services, and make what is made once per machine, below `root`.

    :raises RuntimeProblem: one of them is not installed, or cannot be prepared; the message has the cure.
    """
    found = []
    for name in names:
        if name not in SERVICES:
            raise RuntimeProblem(f"no service is called {name!r}; there are: {', '.join(SERVICES)}")
        binary = find(name)
        if binary is None:
            raise RuntimeProblem(missing(SERVICES[name]))
        template = postgres_template.build(binary.parent, root) if name == "postgres" else None
        found.append(Ready(SERVICES[name], binary, template))
    return tuple(found)


def installed() -> list[str]:
    """Services whose servers are on this machine."""
    return [name for name in SERVICES if find(name) is not None]


def find(name: str) -> Path | None:
    """The server of the service `name`. Only /usr is looked at: nothing else of the machine is in a sandbox."""
    if name == "postgres":
        # Debian keeps several major versions side by side, and none of them on the PATH.
        versions = [path for path in _POSTGRES.glob("*/bin/postgres") if path.parts[-3].isdigit()]
        return max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = shutil.which(SERVICES[name].server, path="/usr/bin:/usr/sbin:/bin")
    return Path(found) if found else None


def missing(service: Service) -> str:
    return f"{service.server} is missing: install the Debian package {service.package}"
