"""A PostgreSQL server for tests: thrown away afterwards, reached by a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEADLINE_SECONDS = 60


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres, of the newest version on this machine; None if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def throwaway_postgres(programs: Path) -> Iterator[str]:
    """A server that runs inside the block; yields its URL, with `{}` where the name of a database goes."""
    # Not pytest's own folder: only its owner may enter that, and PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="roadmap-postgres-"))
    account = pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
    try:
        if account:
            shutil.chown(folder, account)
        data = folder / "data"
        initialize = f"{programs}/initdb -D {data} -U postgres -A trust -E UTF8 --no-sync".split()
        subprocess.run(initialize, user=account, cwd=folder, check=True, capture_output=True)
        settings = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "max_connections=200"]
        options = [word for setting in settings for word in ("-c", setting)]
        serve = [str(programs / "postgres"), "-D", str(data), *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(serve, user=account, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_for(server, folder)
            yield f"postgresql+psycopg://postgres@/{{}}?host={folder}"
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                # It waits politely for clients; these are tests.
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + DEADLINE_SECONDS
    while "ready to accept connections" not in (folder / "log").read_text(errors="replace"):
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
