"""The service postgres: a real server of the run's own, what checks get of it, and what a program cannot do with it."""

import io
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap.catalogue import SERVICES, Limits
from roadmap.runner import Job, Runtime, State, open_runner, runtimes, services

pytestmark = pytest.mark.sandbox

POSTGRES = Runtime("postgres", Path(__file__).parent / "runtimes/postgres.txt", preload=("psycopg",), plugin="tests")
STORE = """
import os
import psycopg

def connect(**options):
    return psycopg.connect(os.environ["DATABASE_URL"], **options)

def execute(sql):
    with connect(autocommit=True) as connection:
        found = connection.execute(sql)
        return [list(map(str, row)) for row in found] if found.description else found.rowcount

def make():
    execute("CREATE TABLE IF NOT EXISTS notes (id serial PRIMARY KEY, text text NOT NULL)")

def add(text):
    make()
    with connect() as connection:
        connection.execute("INSERT INTO notes (text) VALUES (%s)", [text])

held = []

def leave_open():
    connection = connect()
    connection.execute("LOCK notes")
    held.append(connection)
"""


@pytest.fixture(scope="module")
def runner():
    root = runtimes.default_root()
    for runtime in (runtimes.JUDGE, POSTGRES):
        runtimes.build(runtime, root, on_line=lambda line: None)
    with tempfile.TemporaryDirectory() as data:
        runner = open_runner({"postgres": POSTGRES}, data=Path(data), slots=2)
        yield runner
        runner.close()


def run(runner, check_job, checks, source=STORE, **options):
    """Grade `checks`: whole functions, or the body of one that asks for everything."""
    if not checks.lstrip().startswith(("def ", "import ")):
        body = "".join(f"    {line}\n" for line in checks.strip().splitlines())
        checks = (
            f'import psycopg\nimport pytest\n\n\ndef test_it(call, db, postgres_server):\n    """It holds."""\n{body}'
        )
    settings = {"program": "python", "runtime": "postgres", "services": ("postgres",), **options}
    return runner.execute(check_job(checks, {"store.py": source}, **settings))


@pytest.mark.parametrize(
    "body",
    [
        'call("store:add", "milk")\nassert db.execute("SELECT text FROM notes").fetchall() == [("milk",)]',
        'db.execute("CREATE TABLE t (n int)")\ndb.execute("INSERT INTO t VALUES (7)")\n'
        'assert call("store:execute", "SELECT n FROM t") == [["7"]]',
        # What was committed outlasts the server, killed or stopped.
        'call("store:add", "milk")\npostgres_server.kill()\nwith pytest.raises(psycopg.OperationalError):\n    db.execute("SELECT 1")\n'
        'postgres_server.start()\nassert db.execute("SELECT text FROM notes").fetchall() == [("milk",)]',
        'call("store:add", "milk")\npostgres_server.stop()\nwith pytest.raises(call.Raised) as info:\n    call("store:add", "more")\n'
        'assert info.value.type == "OperationalError"\npostgres_server.start()\ncall("store:add", "more")\n'
        'assert db.execute("SELECT count(*) FROM notes").fetchone() == (2,)',
        'assert call("store:execute", "SHOW server_version")[0][0].split(".")[0].isdigit()',
        'with db.transaction():\n    db.execute("CREATE TABLE gone (n int)")\nassert call("store:execute", "SELECT * FROM gone") == []',
    ],
)
def test_a_server_of_the_runs_own(runner, check_job, body):
    verdict = run(runner, check_job, body)
    assert verdict.state is State.PASSED, verdict


def test_each_check_finds_an_empty_running_database(runner, check_job):
    checks = '''
import psycopg


def test_a(call, db):
    """A."""
    call("store:add", "milk")
    db.execute("CREATE SCHEMA other CREATE TABLE t (n int)")
    db.execute("CREATE TYPE mood AS ENUM ('ok')")
    db.execute("CREATE VIEW seen AS SELECT * FROM notes")
    db.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1")
    db.execute("CREATE EXTENSION pg_trgm")
    db.execute("SELECT lo_from_bytea(0, 'large')")
    db.execute("ALTER ROLE app SET search_path TO nowhere")
    db.execute("ALTER DATABASE app SET work_mem TO '64kB'")


def test_b(call, db, postgres_server):
    """B."""
    objects = db.execute(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace UNION ALL "
        "SELECT typname::text FROM pg_type WHERE typnamespace = 'public'::regnamespace UNION ALL "
        "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace UNION ALL "
        "SELECT nspname::text FROM pg_namespace WHERE nspname = 'other'"
    ).fetchall()
    assert objects == [], f"left over: {objects}"
    assert db.execute("SELECT count(*) FROM pg_largeobject_metadata").fetchone() == (0,), "large objects"
    assert call("store:execute", "SHOW search_path") == [['"$user", public']], "settings of the role"
    assert call("store:execute", "SHOW work_mem") == [["4MB"]], "settings of the database"
    call("store:make")
    db.execute("SET search_path TO nowhere")
    call("store:leave_open")
    postgres_server.stop()


def test_c(call, db):
    """C."""
    assert db.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,), "not empty"
    call("store:make")
    call("store:leave_open")


def test_d(db):
    """D."""
    assert db.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,), "held"
    db.close()


def test_e(db):
    """E."""
    assert db.execute("SELECT 1").fetchone() == (1,), "closed"
'''
    verdict = run(runner, check_job, checks)
    assert verdict.state is State.PASSED, verdict


def test_what_the_program_made_at_its_start_stays_without_rows(runner, check_job):
    source = STORE + "\nexecute('CREATE TABLE early (id serial, n int)')\nexecute('INSERT INTO early (n) VALUES (1)')\n"
    checks = "\n\n".join(
        f'def test_{name}(call, db):\n    """{name}."""\n'
        '    assert db.execute("SELECT count(*) FROM early").fetchone() == (0,), "rows"\n'
        '    assert db.execute("INSERT INTO early (n) VALUES (2) RETURNING id").fetchone() == (1,), "no new ids"\n'
        '    call("store:add", "later")\n'
        '    assert db.execute("SELECT count(*) FROM notes").fetchone() == (1,), "notes"\n'
        for name in "ab"
    )
    verdict = run(runner, check_job, checks, source)
    assert verdict.state is State.PASSED, verdict


def test_a_lock_that_the_program_holds_is_named(runner, check_job):
    verdict = run(runner, check_job, 'call("store:make")\ncall("store:leave_open")\ndb.execute("SELECT * FROM notes")')
    assert verdict.state is State.FAILED
    assert verdict.checks[0].feedback == "The program holds a lock in the database: is a transaction left open?"


def test_what_the_database_answers_is_feedback(runner, check_job):
    verdict = run(runner, check_job, 'db.execute("SELECT secret FROM notes")')
    assert verdict.state is State.FAILED
    assert verdict.checks[0].feedback == 'The database answered: relation "notes" does not exist.'


def test_a_sample_and_an_observer_have_one_too(runner):
    code = "import os, psycopg\nprint(psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 6 * 7').fetchone())\n"
    job = Job(kind="run", runtime="postgres", files={"m.py": code}, main="m.py", services=("postgres",))
    verdict = runner.execute(job)
    assert (verdict.state, verdict.output) == (State.PASSED, "(42,)\n"), verdict
    observer = "def observe(input, world):\n    return world.db.execute(input).fetchone()[0]\n"
    job = Job(
        kind="observe",
        runtime="postgres",
        files={},
        program="none",
        services=("postgres",),
        observer_source=observer,
        observer_input="SELECT current_user::text",
    )
    assert runner.execute(job).facts == "app"


# What a program cannot do with it (row 172 of the catalogue of hostile programs, and its like)


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO PROGRAM 'touch /run/postgres/breach'",
        "COPY (SELECT 1) TO '/tmp/breach'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "CREATE FUNCTION f(text) RETURNS int LANGUAGE c AS '/usr/lib/x86_64-linux-gnu/libc.so.6', 'system'",
        "CREATE EXTENSION file_fdw",
        "LOAD '$libdir/passwordcheck'",
        "ALTER ROLE app SUPERUSER",
        "CREATE ROLE other SUPERUSER",
        "CREATE DATABASE other",
        "SET ROLE postgres",
        "ALTER SYSTEM SET shared_preload_libraries = 'x'",
        "SET temp_file_limit = -1",
        "SELECT pg_reload_conf()",
    ],
)
def test_the_role_of_the_program_has_no_rights_beyond_its_database(runner, check_job, sql):
    body = f'with pytest.raises(call.Raised) as info:\n    call("store:execute", {sql!r})\n' + (
        'assert info.value.type in ("InsufficientPrivilege", "UndefinedFile", "ActiveSqlTransaction"), str(info.value)'
    )
    verdict = run(runner, check_job, body)
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize("who", ["user=postgres dbname=app", "user=app dbname=template1", "user=app dbname=postgres"])
def test_nobody_else_gets_in(runner, check_job, who):
    source = f"import psycopg\n\n\ndef enter():\n    psycopg.connect('host=/run/postgres {who}')\n"
    body = (
        'with pytest.raises(call.Raised) as info:\n    call("store:enter")\n'
        'assert "no pg_hba.conf entry" in info.value.message, info.value.message'
    )
    verdict = run(runner, check_job, body, source)
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM pg_attribute a, pg_attribute b, pg_attribute c",
        "DO $$ BEGIN LOOP END LOOP; END $$",
        "SELECT pg_sleep(1000)",
    ],
)
def test_an_endless_query_is_ended_with_the_run(runner, check_job, sql):
    verdict = run(runner, check_job, f'call("store:execute", {sql!r})', limits=Limits(wall_seconds=2))
    assert verdict.state is State.TIME_LIMIT
    assert run(runner, check_job, 'assert call("store:execute", "SELECT 1") == [["1"]]').state is State.PASSED


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT i, repeat('x', 1000) FROM generate_series(1, 200000) i ORDER BY 2, 1 DESC",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n",
    ],
)
def test_a_query_that_wants_the_disk_gets_a_refusal(runner, check_job, sql):
    body = f'with pytest.raises(call.Raised) as info:\n    call("store:execute", {sql!r})\nassert "temp_file_limit" in info.value.message'
    verdict = run(runner, check_job, body)
    assert verdict.state is State.PASSED, verdict


def test_a_disk_that_is_full_harms_nobody_but_its_run(runner, check_job):
    fill = "ALTER TABLE notes ALTER text SET STORAGE EXTERNAL; INSERT INTO notes (text) SELECT repeat('x', 8000) FROM generate_series(1, 20000)"
    checks = (
        f'import pytest\n\n\ndef test_fill(call):\n    """Fills it."""\n    call("store:make")\n'
        f'    with pytest.raises(call.Raised) as info:\n        call("store:execute", {fill!r})\n'
        '    assert info.value.type == "DiskFull", str(info.value)\n'
        '\n\ndef test_next(call, db):\n    """The next one has room."""\n    call("store:add", "milk")\n'
        '    assert db.execute("SELECT count(*) FROM notes").fetchone() == (1,), "not empty"\n'
    )
    verdict = run(runner, check_job, checks)
    assert verdict.state is State.PASSED, verdict
    assert run(runner, check_job, 'assert call("store:execute", "SELECT 1") == [["1"]]').state is State.PASSED


def test_a_query_that_wants_all_memory_names_the_server(runner, check_job):
    sql = "SELECT length(array_agg(repeat('x', 10000) || i)::text) FROM generate_series(1, 60000) i"
    verdict = run(runner, check_job, f'call("store:execute", {sql!r})')
    assert verdict.state is State.MEMORY_LIMIT, verdict
    assert verdict.message == f"Stopped: PostgreSQL used more than {SERVICES['postgres'].memory_mb} MB of memory."


# What does not start is named


def test_a_server_that_does_not_start_is_named_with_its_log(runner, check_job, monkeypatch, tmp_path):
    prepare = services.prepare

    def prepare_badly(names, root):
        (ready,) = prepare(names, root)
        with tarfile.open(ready.template) as good, tarfile.open(tmp_path / "bad.tar", "w") as bad:
            for member in good:
                if member.name.endswith("/postgresql.conf"):
                    member.size = len(b"port = nonsense\n")
                    bad.addfile(member, io.BytesIO(b"port = nonsense\n"))
                else:
                    bad.addfile(member, good.extractfile(member) if member.isfile() else None)
        return (replace(ready, template=tmp_path / "bad.tar"),)

    monkeypatch.setattr(services, "prepare", prepare_badly)
    verdict = run(runner, check_job, "pass")
    assert verdict.state is State.UNAVAILABLE
    assert verdict.message.startswith("PostgreSQL, which this program needs, did not start, twice: ")
    assert 'invalid value for parameter "port": "nonsense"' in verdict.output


def test_a_server_that_is_not_installed_is_named_with_the_cure(runner, check_job, monkeypatch, tmp_path):
    monkeypatch.setattr(services, "_POSTGRES", tmp_path)
    verdict = run(runner, check_job, "pass")
    assert verdict.state is State.UNAVAILABLE
    assert verdict.message == "PostgreSQL is missing: install the Debian package postgresql"
