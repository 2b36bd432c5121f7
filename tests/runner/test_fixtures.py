"""What checks.py can ask for: the outside world of a program, fixture by fixture."""

import pytest

from roadmap.runner import State

pytestmark = pytest.mark.sandbox

STORE = """
import os
import redis

seen = []
client = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)

def put(key, value):
    client.set(key, value)
    return (1, {"of": (2, 3)})

def count(key):
    seen.append(key)
    return client.incr(key)

def fail(text):
    raise ValueError(text)

def leave():
    raise SystemExit(3)

def strange():
    return object()

async def later(value):
    return value

def say(text):
    print(text)
"""


def run(runner, check_job, body, files=None, **options):
    """Grade one check with this body."""
    checks = f'import pytest\ndef test_it({options.pop("fixtures")}):\n    """It holds."""\n' + "\n".join(
        f"    {line}" for line in body.strip().splitlines()
    )
    settings = {"program": "python", "runtime": "redis", "services": ("redis",), **options}
    return runner.execute(check_job(checks, files or {"store.py": STORE}, **settings))


@pytest.mark.parametrize(
    ("fixtures", "body"),
    [
        (
            "call, redis",
            'assert call("store:put", "k", value="v") == [1, {"of": [2, 3]}]\nassert redis.get("k") == "v"',
        ),
        ("call", 'assert call("store:later", 5) == 5'),
        (
            "call",
            'with pytest.raises(call.Raised) as info:\n    call("store:fail", "no")\n'
            'assert (info.value.type, info.value.message) == ("ValueError", "no")\nassert "store.py" in info.value.traceback',
        ),
        (
            "call",
            'with pytest.raises(call.Raised) as info:\n    call("store:leave")\nassert info.value.type == "SystemExit"',
        ),
        (
            "call",
            'with pytest.raises(call.Raised) as info:\n    call("store:strange")\nassert info.value.type == "NotJSON"',
        ),
        (
            "call",
            'with pytest.raises(call.Raised) as info:\n    call("store:nothing")\nassert "no nothing" in info.value.message',
        ),
        (
            "call",
            'results = call.together([("store:count", ("n",), {})] * 24, threads=8)\nassert sorted(results) == list(range(1, 25))',
        ),
        (
            "call",
            'results = call.together([("store:fail", ("x",)), ("store:later", (1,))])\n'
            "assert isinstance(results[0], call.Raised)\nassert results[1] == 1",
        ),
        ("probe", 'assert probe("facts", 2) == {"double": 4, "put": True}'),
        ("redis", 'assert redis.keys() == []\nredis.set("left", 1)'),
        (
            "redis, redis_server",
            'redis.set("a", 1)\nredis_server.kill()\nredis_server.start()\nassert redis.get("a") is None',
        ),
        (
            "redis, redis_server",
            "redis_server.stop()\nwith pytest.raises(Exception):\n    redis.ping()\nredis_server.start()\nassert redis.ping()",
        ),
        (
            "sources",
            'assert "def put" in sources("store.py")\nassert sources.tree("store.py").body[0].names[0].name == "os"',
        ),
        ("call, logs", 'call("store:say", "heard")\nassert "heard" in logs()'),
        ("random", "assert 0 <= random.random() < 1"),
        ("expect", 'expect([1, 2]).contains(2)\nexpect(3).is_between(1, 5)\nexpect({"a": 1}).equals({"a": 1})'),
    ],
)
def test_fixture(runner, check_job, fixtures, body):
    probe = "import store\ndef facts(n):\n    return {'double': 2 * n, 'put': callable(store.put)}\n"
    verdict = run(runner, check_job, body, fixtures=fixtures, probe_source=probe)
    assert verdict.state is State.PASSED, verdict


@pytest.mark.parametrize(
    ("fixtures", "body", "feedback"),
    [
        ("call", 'call("store:fail", "bad input")', "store:fail raised ValueError: bad input (store.py, line 17)"),
        ("expect", "expect(1).equals(True)", "This is not the expected value."),
        ("expect", 'expect("abc").contains("x", message="An x is missing.")', "An x is missing."),
        ("expect", 'expect("abc").is_between(1, 2, message="Too odd.")', "Too odd."),
        ("redis, redis_server", "redis_server.stop()\nredis.ping()", "This does not hold yet: It holds."),
    ],
)
def test_feedback(runner, check_job, fixtures, body, feedback):
    verdict = run(runner, check_job, body, fixtures=fixtures)
    assert verdict.state is State.FAILED
    assert verdict.checks[0].feedback == feedback


def test_feedback_on_a_probe_names_the_program_and_its_line_not_the_probe(runner, check_job):
    probe = "import store\ndef ask():\n    store.fail('bad input')\n"
    verdict = run(runner, check_job, 'probe("ask")', fixtures="probe", probe_source=probe)
    assert verdict.checks[0].feedback == "The program raised ValueError: bad input (store.py, line 17)"


def test_each_check_finds_an_empty_running_server(runner, check_job):
    checks = (
        'def test_a(redis, redis_server):\n    """A."""\n    redis.set("left", 1)\n    redis_server.stop()\n'
        'def test_b(redis):\n    """B."""\n    assert redis.keys() == [], "not empty"\n    redis.config_set("requirepass", "x")\n'
        'def test_c(redis):\n    """C."""\n    assert redis.ping(), "locked out"\n'
    )
    job = check_job(checks, {"store.py": STORE}, program="python", runtime="redis", services=("redis",))
    assert runner.execute(job).state is State.PASSED


def test_new_http_has_cookies_of_its_own(runner, check_job):
    app = (
        "from flask import Flask, session\napp = Flask(__name__)\napp.secret_key = 'x'\n"
        "@app.get('/')\ndef count():\n    session['n'] = session.get('n', 0) + 1\n    return str(session['n'])\n"
    )
    body = (
        'assert [http.get("/").text for _ in range(2)] == ["1", "2"]\nwith new_http() as other:\n'
        '    assert other.get("/").text == "1"\nassert http.get("/").text == "3"'
    )
    verdict = run(
        runner,
        check_job,
        body,
        {"app.py": app},
        fixtures="http, new_http",
        program="wsgi",
        runtime="flask",
        services=(),
    )
    assert verdict.state is State.PASSED, verdict


def test_sixteen_requests_run_at_the_same_time(runner, check_job):
    app = (
        "import threading\nfrom flask import Flask\napp = Flask(__name__)\nall_here = threading.Barrier(16)\n"
        "@app.get('/')\ndef wait():\n    all_here.wait(30)\n    return ''\n"
    )
    body = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(16) as pool:\n"
        "    for _ in range(2):\n"
        "        answers = list(pool.map(http.get, ['/'] * 16))\n"
        "        assert {answer.status_code for answer in answers} == {200}"
    )
    verdict = run(
        runner, check_job, body, {"app.py": app}, fixtures="http", program="wsgi", runtime="flask", services=()
    )
    assert verdict.state is State.PASSED, verdict
