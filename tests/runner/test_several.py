"""Several programs and services in one exercise: a web process and a Celery worker over Redis, and what goes wrong."""

import json
import os
import socket
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap.catalogue import Limits, NamedProgram
from roadmap.catalogue.exercises import load_exercise
from roadmap.catalogue.finding import Findings
from roadmap.runner import Job, Runtime, State, attempts, open_runner, runtimes
from roadmap.runner.programs import BUILT_IN
from roadmap.runner.seccomp import numbers

from .test_local import family

pytestmark = pytest.mark.sandbox

CAPSTONE = Runtime(
    "capstone", Path(__file__).parent / "runtimes/capstone.txt", preload=("flask", "celery", "psycopg"), plugin="tests"
)
WEB_AND_WORKER = (NamedProgram("web", "wsgi", "web:app"), NamedProgram("worker", "celery", "tasks:app"))
FILES = {
    "web.py": """
import sqlite3
from flask import Flask, jsonify
from tasks import add, store

app = Flask(__name__)

@app.post("/add/<int:a>/<int:b>")
def start(a, b):
    print("asked")
    return jsonify(id=add.delay(a, b).id), 202

@app.get("/results/<id>")
def result(id):
    found = add.AsyncResult(id)
    return jsonify(state=found.state, value=found.result if found.ready() else None)

@app.get("/stored")
def stored():
    with sqlite3.connect("shared.sqlite") as db:
        return jsonify([row[0] for row in db.execute("SELECT n FROM numbers")])

@app.post("/stored/<int:n>")
def put(n):
    store.delay(n).get(timeout=30)
    return ""
""",
    "tasks.py": """
import os
import sqlite3
from celery import Celery

app = Celery("tasks", broker=os.environ["BROKER_URL"], backend=os.environ["BROKER_URL"])
with sqlite3.connect("shared.sqlite", timeout=30) as db:
    db.execute("CREATE TABLE IF NOT EXISTS numbers (n int)")

@app.task
def add(a, b):
    print("added")
    return a + b

@app.task
def store(n):
    with sqlite3.connect("shared.sqlite") as db:
        db.execute("INSERT INTO numbers VALUES (?)", [n])

@app.task
def leave():
    import os
    os._exit(9)
""",
}
WAIT = """
import time


def result_of(http, id):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        told = http.get(f"/results/{id}").json()
        if told["state"] not in ("PENDING", "STARTED"):
            return told
        time.sleep(0.01)
    raise AssertionError(f"the task stayed {told['state']}")
"""


@pytest.fixture(scope="module")
def runner():
    root = runtimes.default_root()
    for runtime in (runtimes.JUDGE, CAPSTONE):
        runtimes.build(runtime, root, on_line=lambda line: None)
    with tempfile.TemporaryDirectory() as data:
        runner = open_runner({"capstone": CAPSTONE}, data=Path(data), slots=1)
        yield runner
        runner.close()


def run(runner, check_job, body, fixtures="http, programs", files=FILES, programs=WEB_AND_WORKER, **options):
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    checks = f'{WAIT}\n\ndef test_it({fixtures}):\n    """It holds."""\n{lines}'
    settings = {"program": "wsgi", "runtime": "capstone", "services": ("redis",), **options}
    return runner.execute(check_job(checks, files, programs=programs, **settings))


@pytest.mark.parametrize(
    ("fixtures", "body"),
    [
        ("http", 'id = http.post("/add/2/3").json()["id"]\nassert result_of(http, id)["value"] == 5, "not added"'),
        # One folder: what the worker wrote, the web process reads.
        ("http, files", 'http.post("/stored/7")\nassert http.get("/stored").json() == [7]\nassert "shared.sqlite" in files'),
        ("call, programs", 'assert list(programs) == ["web", "worker"]\nassert call("tasks:add", 2, 3) == 5\n'
         'assert programs["worker"].call("tasks:add", 3, 4) == 7'),
        # A task that is sent while there is no worker survives, whoever else is killed, and is done by the next one.
        ("http, programs, broker", 'programs["worker"].kill()\nid = http.post("/add/2/3").json()["id"]\n'
         '(message,) = broker.messages()\nassert (message["task"], message["id"]) == ("tasks.add", id)\n'
         'assert (message["args"], message["kwargs"]) == ([2, 3], {})\nassert broker.length() == 1\n'
         'programs["web"].kill()\nprograms["web"].start()\nassert broker.queues() == ["celery"]\n'
         'programs["worker"].start()\nassert result_of(http, id)["value"] == 5, "lost"\nassert broker.length() == 0'),
        ("http, programs, logs", 'id = http.post("/add/2/3").json()["id"]\nresult_of(http, id)\n'
         'assert programs["web"].logs().strip() == "asked", programs["web"].logs()\n'
         'assert "added" in programs["worker"].logs() and "asked" not in programs["worker"].logs()\n'
         'assert "web | asked" in logs() and "worker | " in logs()'),
        ("programs", 'import pytest\nwith pytest.raises(KeyError) as info:\n    programs["beat"]\nassert "web, worker" in str(info.value)'),
        ("programs", 'import pytest\nwith pytest.raises(LookupError):\n    programs["worker"].new_http()'),
        ("http, redis, db, redis_server", 'http.post("/stored/1")\nassert db.execute("SELECT 1").fetchone() == (1,)\n'
         'assert "_kombu.binding.celery" in redis.keys()'),
    ],
)  # fmt: skip
def test_a_web_process_and_a_worker(runner, check_job, fixtures, body):
    verdict = run(runner, check_job, body, fixtures, services=("redis", "postgres"))
    assert verdict.state is State.PASSED, verdict
    assert verdict.memory_mb > 0


def test_a_program_that_a_check_killed_runs_again_for_the_next(runner, check_job):
    checks = WAIT + (
        '\n\ndef test_a(programs):\n    """A."""\n    programs["worker"].kill()\n    programs["web"].kill()\n'
        '\n\ndef test_b(http):\n    """B."""\n    assert http.get("/stored").status_code == 200, "web"\n'
        '    assert result_of(http, http.post("/add/1/1").json()["id"])["value"] == 2, "worker"\n'
    )
    job = check_job(checks, FILES, program="wsgi", runtime="capstone", services=("redis",), programs=WEB_AND_WORKER)
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED, verdict


def test_one_program_has_a_name_too_and_keeps_its_files(runner, check_job):
    app = "import pathlib\n\ndef keep(text):\n    pathlib.Path('kept').write_text(text)\n\ndef kept():\n    return pathlib.Path('kept').read_text()\n"
    body = (
        'call("app:keep", "it")\nprograms["python"].kill()\nprograms["python"].start()\nassert call("app:kept") == "it"'
    )
    checks = f'def test_it(call, programs):\n    """It."""\n    {body.replace(chr(10), chr(10) + "    ")}\n'
    verdict = runner.execute(check_job(checks, {"app.py": app}, program="python", runtime="capstone"))
    assert verdict.state is State.PASSED, verdict


def test_programs_cannot_touch_each_other_but_in_their_folder(runner, check_job):
    spy = """
import os

def look():
    return sorted(name for name in os.listdir("/proc") if name.isdigit()), sorted(os.listdir("/run"))
"""
    programs = (NamedProgram("one", "python", ""), NamedProgram("two", "python", ""))
    body = (
        'seen, run = programs["one"].call("spy:look")\nassert len(seen) == 2, seen\nassert run == []\n'
        'import pytest\nfrom contextlib import suppress\nassert programs["two"].call("spy:look")[0] == seen'
    )
    verdict = run(runner, check_job, body, "programs", {"spy.py": spy}, programs, services=(), program="python")
    assert verdict.state is State.PASSED, verdict


def test_the_walls_stand_around_programs_that_share_a_folder(runner, check_job):
    abstract, variable = "roadmap-several", "ROADMAP_SEVERAL"
    with socket.create_server(("127.0.0.1", 0)) as host, socket.socket(socket.AF_UNIX) as unix:
        unix.bind("\0" + abstract)
        unix.listen()
        given = {"port": host.getsockname()[1], "abstract": abstract, "file": __file__, "pid": os.getpid()}
        # Two listeners more than a script has.
        more = {"variable": variable, "descriptors": 7, "calls": numbers("keyctl", "io_uring_setup", "bpf")}
        hostile = attempts.PROGRAM.format(given=json.dumps({**given, **more}))
        programs = (NamedProgram("one", "python", ""), NamedProgram("two", "python", ""))
        body = (
            "import json\nfor program in programs.values():\n"
            "    told = dict(json.loads(line) for line in program.logs().splitlines())\n"
            '    assert told.pop("processes") <= 2\n'
            f"    assert len(told) == {attempts.COUNT} and not any(told.values()), str(told)"
        )
        verdict = run(
            runner, check_job, body, "programs", {"hostile.py": hostile}, programs, services=(), program="python"
        )
    assert verdict.state is State.PASSED, verdict


EXERCISE = {
    "exercise.toml": """\
id = "shop"
title = "Shop"
summary = "A web process and a worker."
difficulty = 3
minutes = 30
services = ["redis"]
edit = ["tasks.py"]

[programs.web]
program = "wsgi"
entry = "web:app"

[programs.worker]
program = "celery"
entry = "tasks:app"
""",
    "task.md": "Write the task `add`.\n",
    "starter/web.py": FILES["web.py"],
    "starter/tasks.py": FILES["tasks.py"].replace("return a + b", "return None"),
    "solution/tasks.py": FILES["tasks.py"],
    "wrong/product/tasks.py": FILES["tasks.py"].replace("return a + b", "return a * b"),
    "wrong/product/wrong.toml": 'check = "test_adds"\nwords = "not the sum"\n',
    "checks.py": f'''{WAIT}

def test_adds(http, random):
    """The worker adds."""
    a = random.randint(3, 99)
    answer = http.post(f"/add/{{a}}/3")
    assert result_of(http, answer.json()["id"])["value"] == a + 3, "that is not the sum"
''',
}


def test_an_exercise_from_its_folder(runner, tmp_path):
    folder = tmp_path / "shop"
    for name, text in EXERCISE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    found = Findings(tmp_path)
    exercise = load_exercise(
        folder,
        section="demo",
        runtimes=["capstone"],
        programs=tuple(BUILT_IN.values()),
        package=tmp_path,
        findings=found,
    )
    assert found.found == []

    def graded(files):
        return runner.execute(Job.to_check(exercise, exercise.program_files(files)))

    assert graded(exercise.solution).state is State.PASSED
    assert graded({}).state is State.FAILED
    wrong = graded(exercise.wrong[0].files)
    assert (wrong.state, wrong.checks[0].feedback) == (State.FAILED, "that is not the sum")


# What goes wrong is named


@pytest.mark.parametrize(
    ("broken", "message", "log"),
    [
        ({"web.py": "1 / 0\n"}, "The program web raised ZeroDivisionError: division by zero (web.py, line 1)", "web | "),
        ({"tasks.py": "1 / 0\n"}, "raised ZeroDivisionError: division by zero (tasks.py, line 1)", " | Traceback"),
        ({"tasks.py": FILES["tasks.py"] + "\n@app.on_after_configure.connect\ndef f(sender, **k):\n    print('no'); raise SystemExit(3)\n"},
         "The program worker raised SystemExit: 3 (tasks.py", "worker | no"),
    ],
)  # fmt: skip
def test_a_program_that_does_not_start_is_named_with_its_log(runner, check_job, broken, message, log):
    verdict = run(runner, check_job, "pass", files={**FILES, **broken})
    assert verdict.state is State.ERROR, verdict
    assert message in verdict.message
    assert log in verdict.output


def test_a_program_that_is_not_ready_in_time_is_named_with_its_log(runner, check_job):
    tasks = FILES["tasks.py"].replace('broker=os.environ["BROKER_URL"]', 'broker="redis+socket:///run/nowhere.sock"')
    verdict = run(runner, check_job, "pass", files={**FILES, "tasks.py": tasks}, limits=Limits(wall_seconds=3))
    assert verdict.state is State.TIME_LIMIT
    assert verdict.message.endswith("The program worker (celery) was not ready by then."), verdict.message
    assert "worker | " in verdict.output
    assert "Cannot connect to redis+socket:///run/nowhere.sock" in verdict.output


def test_a_program_that_dies_in_use_is_named(runner, check_job):
    verdict = run(runner, check_job, 'programs["worker"].call("tasks:leave")')
    assert verdict.state is State.CRASHED
    assert verdict.message == "The program worker ended while it was in use (exit status 9)."


def test_a_program_that_does_not_start_again_is_an_error_of_this_check(runner, check_job):
    files = {
        **FILES,
        "web.py": FILES["web.py"]
        + "\nimport pathlib\nif pathlib.Path('once').exists(): 1 / 0\npathlib.Path('once').touch()\n",
    }
    verdict = run(runner, check_job, 'programs["web"].kill()\nprograms["web"].start()', files=files)
    assert verdict.state is State.ERROR
    assert verdict.message.startswith("The program web raised ZeroDivisionError")
    assert verdict.checks[0].feedback.endswith("This happened during this check.")


def test_each_program_has_the_limits_for_itself(runner, check_job):
    files = {
        **FILES,
        "tasks.py": FILES["tasks.py"]
        + "\n@app.task\ndef eat():\n    x = b'x' * 300_000_000\n    import time; time.sleep(5)\n",
    }
    verdict = run(runner, check_job, 'programs["worker"].call("tasks:eat")', files=files)
    assert verdict.state is State.MEMORY_LIMIT
    assert verdict.message == "Stopped: the program worker used more than 256 MB of memory."


def test_nothing_is_left_of_a_run_of_several(runner, check_job):
    run(runner, check_job, 'programs["worker"].kill()')

    def inventory():
        runner.settle()
        return len(family(os.getpid())), len(os.listdir("/proc/self/fd")), os.listdir(runner._folder.runs)

    before = inventory()
    for body in ('programs["worker"].kill()', "assert False, 'no'", 'programs["worker"].call("tasks:leave")'):
        run(runner, check_job, body)
    assert inventory() == before


def test_run_shows_the_page_of_the_one_that_serves(runner):
    job = Job(
        kind="run",
        runtime="capstone",
        files={**FILES, "web.py": FILES["web.py"] + "\n@app.get('/')\ndef front():\n    return 'the front'\n"},
        main="web.py",
        services=("redis",),
        programs=WEB_AND_WORKER,
    )
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED, verdict
    assert "the front" in verdict.output
    script = runner.execute(replace(job, programs=(WEB_AND_WORKER[1],), files={"m.py": "print(42)"}, main="m.py"))
    assert (script.state, script.output) == (State.PASSED, "42\n")
