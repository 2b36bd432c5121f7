"""Observe: what a plugin's lab sees of a program or of a service, and the state that it keeps."""

import base64

import pytest

from roadmap.runner import Job, State

pytestmark = pytest.mark.sandbox

COUNT = "def observe(input, world):\n    return {'n': world.redis.incrby('n', input['by'])}\n"


def observe_redis(runner, by, state=b""):
    return runner.execute(
        Job(
            kind="observe",
            runtime="redis",
            files={},
            program="none",
            services=("redis",),
            observer_source=COUNT,
            observer_input={"by": by},
            state=state,
        )
    )


def test_service_alone_keeps_its_state(runner):
    first = observe_redis(runner, 2)
    assert (first.state, first.facts) == (State.PASSED, {"n": 2})
    second = observe_redis(runner, 3, base64.b64decode(first.state_after))
    assert second.facts == {"n": 5}
    assert observe_redis(runner, 1).facts == {"n": 1}


def test_state_that_is_not_one_is_refused(runner):
    assert observe_redis(runner, 1, b"garbage" * 100).state is State.UNAVAILABLE


def test_program_seen_from_outside_and_inside(runner):
    app = "from flask import Flask\napp = Flask(__name__)\n\n\n@app.get('/<int:n>')\ndef page(n):\n    return str(n)\n"
    verdict = runner.execute(
        Job(
            kind="observe",
            runtime="flask",
            program="wsgi",
            files={"app.py": app},
            observer_source="def observe(input, world):\n    return [world.http.get(input).text, world.probe('rules')]\n",
            observer_input="/7",
            probe_source="import app\n\n\ndef rules():\n    return sorted(str(rule) for rule in app.app.url_map.iter_rules())\n",
        )
    )
    assert verdict.state is State.PASSED
    assert verdict.facts == ["7", ["/<int:n>", "/static/<path:filename>"]]
    assert verdict.state_after == ""


def test_program_that_does_not_start_is_an_error(runner):
    job = Job(
        kind="observe",
        runtime="flask",
        program="wsgi",
        files={"app.py": "1/0"},
        observer_source="def observe(i, w): pass",
    )
    verdict = runner.execute(job)
    assert verdict.state is State.ERROR
    assert "ZeroDivisionError" in verdict.traceback


def test_observer_that_raises_is_our_fault(runner):
    job = Job(kind="observe", runtime="redis", files={}, program="none", observer_source="def observe(i, w): 1/0")
    assert runner.execute(job).state is State.UNAVAILABLE


def test_facts_are_made_visible(runner):
    job = Job(
        kind="observe",
        runtime="redis",
        files={},
        program="none",
        observer_source="def observe(i, w): return {'\\x00': ['\\u202e', '\\ud800', 'é']}",
    )
    assert runner.execute(job).facts == {"␀": ["\\u202e", "\\ud800", "é"]}
