"""A PostgreSQL cluster as initdb makes it, packed: made once per machine, unpacked by each run that asks for it.

There is one role that may log in, `app`, and it owns the one database, `app`; the superuser can't get in at all. Made
in a sandbox, as the user that runs everything else there: PostgreSQL refuses to work for root.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from roadmap.runner import sandbox
from roadmap.runner.runtimes import RuntimeProblem, alone

_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '/run/postgres'
# Nothing of it outlives the run, so nothing is written through to a disk; what was committed survives a kill.
fsync = off
full_page_writes = off
shared_buffers = 16MB
max_connections = 40
superuser_reserved_connections = 0
dynamic_shared_memory_type = mmap
work_mem = 4MB
maintenance_work_mem = 16MB
temp_file_limit = 24MB
min_wal_size = 2MB
max_wal_size = 16MB
wal_level = minimal
max_wal_senders = 0
max_worker_processes = 4
max_parallel_workers_per_gather = 0
max_logical_replication_workers = 0
autovacuum = off
jit = off
log_timezone = 'UTC'
timezone = 'UTC'
default_text_search_config = 'pg_catalog.english'
# What went wrong with the server itself. A statement's error is told to whoever sent it.
log_min_messages = fatal
log_line_prefix = ''
"""
_ADMISSION = "local app app trust\n"
# The databases that nobody may enter are a third of the cluster each.
_STATEMENTS = """
CREATE ROLE app LOGIN;
CREATE DATABASE app OWNER app;
DROP DATABASE postgres;
UPDATE pg_database SET datistemplate = false WHERE datname = 'template0';
DROP DATABASE template0;
CHECKPOINT;
"""
_SCRIPT = """
set -e
"$1/initdb" -D data -U postgres -A reject -E UTF8 --locale=C.UTF-8 --no-sync --wal-segsize=1 --no-instructions
"$1/postgres" --single -D data -c fsync=off template1 <statements
"$1/pg_resetwal" -D data
cp settings data/postgresql.conf
cp admission data/pg_hba.conf
tar -C data -cf template.tar .
"""


def path_of(programs: Path, root: Path) -> Path:
    """Where the template for the version in `programs` is, or will be: named by all that decides what is in it."""
    recipe = f"{_SETTINGS}{_ADMISSION}{_STATEMENTS}{_SCRIPT}".encode()
    return root / f"postgres-{programs.parent.name}-{hashlib.sha256(recipe).hexdigest()[:12]}.tar"


def build(programs: Path, root: Path) -> Path:
    """Make the template below `root` unless it is there, and return it. Takes about a second.

    :param programs: the folder with initdb and postgres.
    :raises RuntimeProblem: it cannot be made.
    """
    path = path_of(programs, root)
    if path.exists():
        return path
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o755)
        with alone(root / ".postgres.lock"):
            if not path.exists():
                _make(programs, path)
    except OSError as problem:
        cure = f"run `roadmap runtimes build` as the user whom {root} belongs to"
        raise RuntimeProblem(f"PostgreSQL's template cannot be kept: {problem}: {cure}") from None
    return path


def _make(programs: Path, path: Path) -> None:
    building = Path(tempfile.mkdtemp(prefix="roadmap-postgres-"))
    try:
        etc, work = building / "etc", building / "work"
        etc.mkdir()
        work.mkdir()
        (etc / "passwd").write_text("postgres:x:1000:1000::/work:/bin/sh\n")
        for name, text in (("settings", _SETTINGS), ("admission", _ADMISSION), ("statements", _STATEMENTS)):
            (work / name).write_text(text)
        building.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(work, sandbox.sandbox_uid(), sandbox.sandbox_uid())
        command = ["sh", "-c", _SCRIPT, "sh", str(programs)]
        made = subprocess.run(
            sandbox.once(command, etc=etc, work=work),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            **sandbox.as_user(),
        )
        if made.returncode != 0:
            raise RuntimeProblem(f"PostgreSQL's template cannot be made by {programs}/initdb: {made.stdout[-1000:]}")
        # Beside its place first, so that nobody ever finds half of it there.
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        shutil.copyfile(work / "template.tar", unfinished)
        unfinished.chmod(0o644)
        unfinished.rename(path)
    finally:
        shutil.rmtree(building, ignore_errors=True)
