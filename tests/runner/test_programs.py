"""Programs beside wsgi and python: asgi and tornado for real, text that is only read, and one that a plugin brought."""

from dataclasses import replace

import pytest

from roadmap.catalogue import Program
from roadmap.runner import Job, Runtime, State, open_runner
from roadmap.runner.programs import BUILT_IN, find
from roadmap.runner.runtimes import RuntimeProblem

pytestmark = pytest.mark.sandbox

FASTAPI = """
from contextlib import asynccontextmanager
from fastapi import FastAPI, WebSocket
from pydantic import BaseModel

@asynccontextmanager
async def lifespan(app):
    app.state.began = "yes"
    print("came up")
    yield

app = FastAPI(lifespan=lifespan)

class Order(BaseModel):
    amount: int

@app.get("/began")
async def began():
    return {"began": app.state.began}

@app.post("/orders", status_code=201)
async def order(order: Order):
    return {"amount": order.amount}

@app.websocket("/echo")
async def echo(socket: WebSocket):
    await socket.accept(subprotocol="chat" if "chat" in socket.scope["subprotocols"] else None)
    try:
        while True:
            said = await socket.receive_json()
            if said == "leave":
                await socket.close(4001, "as you wish")
                return
            await socket.send_json({"said": said})
    except Exception:
        pass

@app.websocket("/large")
async def large(socket: WebSocket):
    await socket.accept()
    await socket.send_text("x" * 2_000_000)
    await socket.receive_text()

@app.websocket("/flood")
async def flood(socket: WebSocket):
    await socket.accept()
    while True:
        await socket.send_text("x" * 100_000)

@app.websocket("/odd")
async def odd(socket: WebSocket):
    await socket.accept()
    await socket.send_text("NaN,")

@app.websocket("/secret")
async def secret(socket: WebSocket):
    await socket.close()

def double(n):
    return 2 * n
"""
TORNADO = """
import asyncio
import tornado.web
import tornado.websocket

class Hello(tornado.web.RequestHandler):
    async def get(self):
        await asyncio.sleep(0)
        self.write({"hello": self.get_argument("name", "you")})

class Echo(tornado.websocket.WebSocketHandler):
    def on_message(self, message):
        if message == '"leave"':
            self.close(4001, "as you wish")
        else:
            self.write_message('{"said": ' + message + "}")

class Secret(tornado.websocket.WebSocketHandler):
    def prepare(self):
        raise tornado.web.HTTPError(403)

def make():
    return tornado.web.Application([("/", Hello), ("/echo", Echo), ("/secret", Secret)])

async def make_later():
    await asyncio.sleep(0)
    return make()

def double(n):
    return 2 * n
"""
CHAT = '''
import pytest


def test_it(websocket, random):
    """Echoes."""
    with websocket("/echo") as one, websocket("/echo") as two:
        n = random.randrange(1000)
        one.send_json({"n": n})
        assert two.receives_nothing(), "heard by another"
        assert one.receive_json() == {"said": {"n": n}}, "no echo"
        one.send_text('"leave"')
        with pytest.raises(websocket.Closed) as info:
            one.receive_text()
        assert (info.value.code, info.value.reason) == (4001, "as you wish"), "not closed as said"
    with pytest.raises(websocket.Refused) as info:
        websocket("/secret")
    assert info.value.status == 403, "let in"
'''
ASGI = {"program": "asgi", "runtime": "fastapi"}


def check(body, fixtures):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f'def test_it({fixtures}):\n    """It holds."""\n{lines}'


@pytest.mark.parametrize(
    ("fixtures", "body"),
    [
        ("http", 'assert http.get("/began").json() == {"began": "yes"}, "no lifespan"'),
        ("http", 'assert http.post("/orders", json={"amount": 2}).status_code == 201, "refused"'),
        ("http", 'assert http.post("/orders", json={"amount": "x"}).status_code == 422, "taken"'),
        ("call", 'assert call("app:double", 4) == 8, "no call"'),
        ("probe", 'assert probe("routes") >= 4, "no probe"'),
        ("logs", 'assert "came up" in logs(), "not heard"'),
    ],
)
def test_asgi(runner, check_job, fixtures, body):
    probe = "import app\ndef routes():\n    return len(app.app.routes)\n"
    verdict = runner.execute(check_job(check(body, fixtures), {"app.py": FASTAPI}, probe_source=probe, **ASGI))
    assert verdict.state is State.PASSED, verdict
    assert verdict.versions["fastapi"] == "0.165.0"


@pytest.mark.parametrize(
    ("program", "runtime", "app", "entry"),
    [
        ("asgi", "fastapi", FASTAPI, ""),
        ("tornado", "tornado", TORNADO, "app:make()"),
        ("tornado", "tornado", TORNADO, "app:make_later()"),
    ],
)
def test_websockets(runner, check_job, program, runtime, app, entry):
    job = check_job(CHAT, {"app.py": app}, program=program, runtime=runtime, entry=entry)
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize(
    ("body", "feedback"),
    [
        ('websocket("/secret")', "The program did not accept a WebSocket at /secret: it answered 403."),
        (
            'websocket("/large").receive_text()',
            "The program sent a message of more than 1 MB on the WebSocket at /large.",
        ),
        ('websocket("/odd").receive_json()', "What the program sent should be JSON and is not."),
        ('websocket("/flood").receive_json()', "What the program sent should be JSON and is not."),
        ('websocket("/echo").receive_text(0.1)', "Nothing came on the WebSocket at /echo within 0.1 s."),
        (
            'one = websocket("/echo")\none.send_json("leave")\none.receive_json()',
            "The program closed the WebSocket at /echo (code 4001).",
        ),
    ],
)
def test_what_a_websocket_meets_is_feedback(runner, check_job, body, feedback):
    verdict = runner.execute(check_job(check(body, "websocket"), {"app.py": FASTAPI}, **ASGI))
    assert verdict.state is State.FAILED
    assert verdict.checks[0].feedback == feedback


def test_subprotocol_and_what_is_left_open(runner, check_job):
    body = (
        'one = websocket("/echo", subprotocols=["chat"], headers={"X-A": "b"})\nassert one.subprotocol == "chat", "no"'
    )
    assert runner.execute(check_job(check(body, "websocket"), {"app.py": FASTAPI}, **ASGI)).state is State.PASSED


@pytest.mark.parametrize(
    ("app", "message"),
    [
        ("app = 1\n", "TypeError: app:app is a int, and an ASGI application is callable"),
        (
            "from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n@asynccontextmanager\n"
            "async def lifespan(app):\n    raise KeyError('dsn')\n    yield\napp = FastAPI(lifespan=lifespan)\n",
            "KeyError: 'dsn' (app.py, line 5)",
        ),
        (
            "async def app(scope, receive, send):\n    await receive()\n"
            "    await send({'type': 'lifespan.startup.failed', 'message': 'no'})\n",
            "RuntimeError: the lifespan of the application did not start",
        ),
    ],
)
def test_asgi_that_does_not_start(runner, check_job, app, message):
    verdict = runner.execute(check_job(CHAT, {"app.py": app}, **ASGI))
    assert verdict.state is State.ERROR
    assert verdict.message == message
    assert "/opt/roadmap" not in verdict.traceback


def test_plain_asgi_application_needs_no_lifespan(runner, check_job):
    app = (
        "async def app(scope, receive, send):\n    assert scope['type'] == 'http'\n"
        "    await send({'type': 'http.response.start', 'status': 200, 'headers': []})\n"
        "    await send({'type': 'http.response.body', 'body': b'plain'})\n"
    )
    verdict = runner.execute(check_job(check('assert http.get("/").text == "plain"', "http"), {"app.py": app}, **ASGI))
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize(
    ("fixtures", "body"),
    [
        ("http", 'assert http.get("/", params={"name": "it"}).json() == {"hello": "it"}, "no greeting"'),
        ("call", 'assert call("app:double", 4) == 8, "no call"'),
    ],
)
def test_tornado(runner, check_job, fixtures, body):
    job = check_job(
        check(body, fixtures), {"app.py": TORNADO}, program="tornado", runtime="tornado", entry="app:make()"
    )
    assert runner.execute(job).state is State.PASSED


def test_tornado_needs_an_application(runner, check_job):
    job = check_job(CHAT, {"app.py": "app = {}\n"}, program="tornado", runtime="tornado")
    verdict = runner.execute(job)
    assert verdict.message == "TypeError: app:app is a dict, and not a tornado.web.Application"


@pytest.mark.parametrize(("program", "runtime", "app"), [("asgi", "fastapi", FASTAPI), ("tornado", "tornado", TORNADO)])
def test_run_shows_the_front_page(runner, program, runtime, app):
    entry = "app:make()" if program == "tornado" else ""
    job = Job(kind="run", runtime=runtime, files={"app.py": app}, main="app.py", program=program, entry=entry)
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED
    assert ("HTTP/1.1 200 OK" if program == "tornado" else "HTTP/1.1 404 Not Found") in verdict.output


@pytest.mark.parametrize(
    ("program", "runtime"), [("wsgi", "flask"), ("asgi", "fastapi"), ("tornado", "tornado"), ("python", "redis")]
)
@pytest.mark.parametrize(
    ("app", "message"),
    [
        ("print('looking')\n1 / 0\n", "ZeroDivisionError: division by zero (app.py, line 2)"),
        ("print('looking')\nimport os\nos._exit(7)\n", "The {} program ended before it was ready (exit status 7)."),
    ],
)
def test_what_does_not_start_is_named_with_its_log(runner, check_job, program, runtime, app, message):
    verdict = runner.execute(check_job(check("pass", ""), {"app.py": app}, program=program, runtime=runtime))
    assert verdict.state is State.ERROR
    assert verdict.message == message.format(program)
    assert verdict.output.startswith("looking\n")


# Text

DOCKERFILE = "FROM python:3.11-slim\nRUN useradd app\nUSER app\n"
USER = '''
def test_user(sources):
    """Does not run as root."""
    users = [line for line in sources("Dockerfile").splitlines() if line.startswith("USER")]
    assert users and users[-1] != "USER root", "The container runs as root."
'''


def test_text_is_read_and_nothing_is_run(runner, check_job):
    job = check_job(USER, {"Dockerfile": DOCKERFILE}, program="text", runtime="")
    verdict = runner.execute(job)
    assert verdict.state is State.PASSED, verdict
    assert (verdict.memory_mb, verdict.output, verdict.versions) == (0, "", {})
    wrong = runner.execute(replace(job, files={"Dockerfile": DOCKERFILE.replace("USER app", "USER root")}))
    assert (wrong.state, wrong.checks[0].feedback) == (State.FAILED, "The container runs as root.")


def test_text_starts_no_process_of_the_learner(runner, check_job, monkeypatch):
    started = []
    monkeypatch.setattr("roadmap.runner.plans.for_program", lambda *told, **more: started.append(told))
    runner.execute(check_job(USER, {"Dockerfile": DOCKERFILE}, program="text", runtime="flask"))
    assert started == []


def test_text_may_be_no_python_at_all(runner, check_job):
    checks = 'def test_it(sources):\n    """It is short."""\n    assert len(sources("a.py")) < 99, "long"\n'
    job = check_job(checks, {"a.py": "def ("}, program="text", runtime="")
    assert runner.execute(job).state is State.PASSED


def test_text_has_nothing_to_run(runner):
    verdict = runner.execute(Job(kind="run", runtime="", program="text", files={"Dockerfile": ""}, main="Dockerfile"))
    assert verdict.state is State.PASSED
    assert verdict.message == "These files are not a program: nothing is run. Check reads them."


# A plugin's own

LINES = '''
"""Serves lines: whoever connects sends one and gets what the learner's function makes of it."""

import threading


def serve(program):
    answer = program.load()
    program.ready()
    while True:
        connection, _ = program.listener.accept()
        threading.Thread(target=_talk, args=(connection, answer), daemon=True).start()


def _talk(connection, answer):
    with connection, connection.makefile("rw") as file:
        for line in file:
            file.write(answer(line.strip()) + "\\n")
            file.flush()
'''
BATCH = """
import runpy


def serve(program):
    runpy.run_path(program.entry.partition(":")[0] + ".py", run_name="__main__")
    program.answer_calls()
"""
GARBAGE = """
def serve(program):
    program.ready()
    while True:
        connection, _ = program.listener.accept()
        connection.recv(100)
        connection.sendall(b"\\xff" * 100_000)
        connection.close()
"""
TALK = '''
import socket


def test_answers():
    """Answers in capitals."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect("/run/app.sock")
        line.sendall(b"hello\\n")
        assert line.recv(100) == b"HELLO\\n", "not in capitals"
'''


@pytest.fixture(scope="module")
def own_runner(declared, tmp_path_factory):
    own = (
        Program("lines", LINES, "app:answer", plugin="acme"),
        Program("batch", BATCH, "job:main", ("call",), plugin="acme"),
        Program("garbage", GARBAGE, offers=("websocket",), plugin="acme"),
        Program("broken", "def serve(program):\n    return\n", plugin="acme"),
    )
    runtime: Runtime = replace(declared["flask"], programs=own)
    runner = open_runner({"flask": runtime, "redis": declared["redis"]}, data=tmp_path_factory.mktemp("d"), slots=1)
    yield runner
    runner.close()


def test_own_program_serves(own_runner, check_job):
    job = check_job(TALK, {"app.py": "def answer(line):\n    return line.upper()\n"}, program="lines")
    assert own_runner.execute(job).state is State.PASSED
    wrong = own_runner.execute(replace(job, files={"app.py": "def answer(line):\n    return line\n"}))
    assert (wrong.state, wrong.checks[0].feedback) == (State.FAILED, "not in capitals")


def test_own_program_that_fails_to_start_shows_the_learners_frames_only(own_runner, check_job):
    verdict = own_runner.execute(check_job(TALK, {"app.py": "answer = 1 / 0\n"}, program="lines"))
    assert verdict.state is State.ERROR
    assert verdict.message == "ZeroDivisionError: division by zero (app.py, line 1)"
    assert "adapter" not in verdict.traceback


def test_own_program_runs_and_is_observed(own_runner, check_job):
    job = check_job(
        check('assert "42" in logs(), "not printed"\nassert call("pathlib:Path.cwd().exists") is True', "logs, call"),
        {"job.py": "print(6 * 7)\n"},
        program="batch",
    )
    checks = check('assert "42" in logs(), "not printed"', "logs")
    assert own_runner.execute(replace(job, checks_source=checks)).state is State.PASSED


def test_websocket_that_gets_garbage_is_refused(own_runner, check_job):
    job = check_job(check('websocket("/x")', "websocket"), {"app.py": ""}, program="garbage")
    verdict = own_runner.execute(job)
    assert verdict.state is State.FAILED
    assert verdict.checks[0].feedback == "The program did not accept a WebSocket at /x: it hung up."


def test_own_program_that_ends_before_it_is_ready(own_runner, check_job):
    verdict = own_runner.execute(check_job(TALK, {"app.py": ""}, program="broken"))
    assert verdict.state is State.ERROR
    assert "broken" in verdict.message


def test_own_program_is_its_runtimes_only(own_runner, check_job):
    verdict = own_runner.execute(check_job(TALK, {"app.py": ""}, program="lines", runtime="redis"))
    assert verdict.state is State.UNAVAILABLE
    assert "no program is called 'lines'" in verdict.message


def test_nobody_replaces_a_program_of_the_core():
    assert find("wsgi", (Program("wsgi", "raise SystemExit"),)) is BUILT_IN["wsgi"]
    with pytest.raises(RuntimeProblem, match="there are: wsgi, asgi, tornado, celery, python, text"):
        find("cobol")
