"""PostgreSQL: a cluster unpacked from the machine's template, one role without rights beyond its one database."""

from __future__ import annotations

import os
import signal

from .service import Service

_DATA = "/work/data"
_TAR = "/usr/bin/tar"


class PostgresService(Service):
    socket = "/run/postgres/.s.PGSQL.5432"
    # The other polite one, SIGTERM, waits for clients to leave.
    stop_signal = signal.SIGINT

    @property
    def command(self) -> list[str]:
        return [self.binary, "-D", _DATA]

    def prepare(self) -> None:
        os.mkdir(_DATA, 0o700)
        template = self.descriptors[0]
        # Whoever else unpacks it at this moment shares the descriptor's position with nobody: each opened it anew.
        unpack = os.posix_spawn(
            _TAR,
            [_TAR, "-x", "-f", "-", "-C", _DATA, "--no-same-owner"],
            {},
            file_actions=[(os.POSIX_SPAWN_DUP2, template, 0)],
        )
        _, status = os.waitpid(unpack, 0)
        if status != 0:
            raise OSError(f"tar ended with {os.waitstatus_to_exitcode(status)}")
        os.chmod(_DATA, 0o700)

    def answers(self, pid: int) -> bool:
        """By the server's own word: it keeps it where pg_ctl looks, too."""
        with open(f"{_DATA}/postmaster.pid") as file:
            lines = file.read().splitlines()
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"
