"""What an exercise, a sample or an observer can name as a service: a real server, started for one run alone.

This is the one description of each. How its server is found on a machine is in `roadmap.runner.services`, how it is
started in `roadmap.runner.inside.<name>_service`, what checks get of it in `roadmap.runner.inside.<name>_client`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of server.

    `server` is what learners and operators know it as, `package` the Debian package that brings it. `fixtures` are
    what checks may ask for; `environment` is how the learner's program finds it. `keeps_state` says that an observation
    can start from what an earlier one left. The rest are the limits of its own sandbox, which a run cannot change.
    """

    name: str
    server: str
    package: str
    fixtures: tuple[str, ...]
    environment: Mapping[str, str]
    memory_mb: int
    work_mb: int
    work_inodes: int = 1024
    processes: int = 16
    open_files: int = 128
    keeps_state: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    """Symbolic links in the sandboxes of programs, for an address that is shorter than the true one."""


_ALL = (
    Service(
        name="redis",
        server="redis-server",
        package="redis-server",
        fixtures=("redis", "redis_server", "broker"),
        # The second is the same for Celery, which has a word of its own for a socket.
        environment={"REDIS_URL": "unix:///run/redis.sock", "BROKER_URL": "redis+socket:///run/redis.sock"},
        memory_mb=192,
        work_mb=32,
        keeps_state=True,
        links={"/run/redis.sock": "/run/redis/redis.sock"},
    ),
    Service(
        name="postgres",
        server="PostgreSQL",
        package="postgresql",
        fixtures=("db", "postgres_server"),
        environment={"DATABASE_URL": "postgresql://app@/app?host=/run/postgres"},
        memory_mb=320,
        work_mb=96,
        work_inodes=4096,
        processes=64,
        open_files=512,
    ),
)
SERVICES: Mapping[str, Service] = MappingProxyType({service.name: service for service in _ALL})
