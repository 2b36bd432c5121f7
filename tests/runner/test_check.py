"""Grading: every state that a verdict can have, with the real Flask."""

import json
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import jsonschema
import pytest

from roadmap.catalogue import Check, Limits
from roadmap.runner import State, Verdict

pytestmark = pytest.mark.sandbox

APP = """
from flask import Flask, request

app = Flask(__name__)


@app.get("/double")
def double():
    print("asked for", request.args["n"])
    return {"answer": int(request.args["n"]) * 2}
"""
CHECKS = '''
def test_doubles(http, random, expect):
    """Doubles a number."""
    n = random.randrange(10, 1000)
    answer = http.get("/double", params={"n": n}).json()
    expect(answer["answer"]).equals(2 * n, if_equals=[(n * n, "That is the square.")], message="Twice the number is wanted.")


def test_rejects_nonsense(http):
    """Answers 404 to an unknown path."""
    assert http.get("/nothing").status_code == 404, "An unknown path should be 404."
'''


def outcomes(verdict):
    return {check.id: check.outcome.value for check in verdict.checks}


def conforms(verdict):
    schema = json.loads((files("roadmap.runner") / "verdict.schema.json").read_text())
    data = json.loads(json.dumps(verdict.to_dict()))
    jsonschema.validate(data, schema)
    assert Verdict.from_dict(data) == verdict


def test_right_answer_passes(runner, check_job):
    verdict = runner.execute(check_job(CHECKS, {"app.py": APP}, exercise_version="v7"))
    assert verdict.state is State.PASSED
    assert outcomes(verdict) == {"test_doubles": "passed", "test_rejects_nonsense": "passed"}
    assert [check.title for check in verdict.checks] == ["Doubles a number.", "Answers 404 to an unknown path."]
    assert verdict.output.startswith("asked for ")
    assert verdict.versions["flask"] == "3.1.3"
    assert verdict.exercise_version == "v7"
    assert 5 < verdict.memory_mb < 256
    assert verdict.phases.started > 0 and verdict.phases.ran > 0
    assert len(verdict.files_hash) == 64
    conforms(verdict)


def test_wrong_answer_gets_the_words_for_its_mistake(runner, check_job):
    verdict = runner.execute(check_job(CHECKS, {"app.py": APP.replace("* 2", "** 2")}))
    assert verdict.state is State.FAILED
    assert outcomes(verdict) == {"test_doubles": "failed", "test_rejects_nonsense": "passed"}
    first = verdict.checks[0]
    assert first.feedback == "That is the square."
    assert int(first.got) == (int(first.expected) // 2) ** 2
    conforms(verdict)


def test_the_same_seed_draws_the_same_inputs(runner, check_job):
    job = check_job(CHECKS, {"app.py": APP.replace("* 2", "* 3")}, seed=42)
    first, second = runner.execute(job), runner.execute(job)
    other = runner.execute(replace(job, seed=43))
    assert first.seed == 42
    assert first.checks[0].expected == second.checks[0].expected != other.checks[0].expected


def test_syntax_error_is_an_error_with_its_own_traceback(runner, check_job):
    verdict = runner.execute(check_job(CHECKS, {"app.py": APP.replace("def double():", "def double(")}))
    assert verdict.state is State.ERROR
    assert verdict.message == "SyntaxError: '(' was never closed (app.py, line 8)"
    assert 'File "app.py", line 8' in verdict.traceback
    assert set(outcomes(verdict).values()) == {"not_reached"}
    conforms(verdict)


def test_traceback_at_import_shows_no_frames_of_ours(runner, check_job):
    app = "import data\nfrom flask import Flask\napp = Flask(__name__)\n"
    verdict = runner.execute(check_job(CHECKS, {"app.py": app, "data.py": "def load():\n    return {}['x']\nload()\n"}))
    assert verdict.message == "KeyError: 'x' (data.py, line 2)"
    files = [line.split('"')[1] for line in verdict.traceback.splitlines() if line.startswith("  File")]
    assert files == ["app.py", "data.py", "data.py"]


def test_missing_application_is_an_error(runner, check_job):
    verdict = runner.execute(check_job(CHECKS, {"app.py": "application = 1\n"}))
    assert verdict.state is State.ERROR
    assert "no attribute 'app'" in verdict.message


def test_crash_in_a_request_names_signal_and_check(runner, check_job):
    app = APP.replace('print("asked', 'import ctypes; ctypes.string_at(0)\n    print("asked')
    verdict = runner.execute(check_job(CHECKS, {"app.py": app}))
    assert verdict.state is State.CRASHED
    assert "SIGSEGV" in verdict.message
    assert outcomes(verdict) == {"test_doubles": "failed", "test_rejects_nonsense": "not_reached"}
    assert "SIGSEGV" in verdict.checks[0].feedback
    conforms(verdict)


def test_time_limit_keeps_what_was_shown(runner, check_job):
    app = APP + '\n\n@app.get("/nothing")\ndef nothing():\n    import time\n    time.sleep(100)\n'
    verdict = runner.execute(check_job(CHECKS, {"app.py": app}, limits=Limits(wall_seconds=1)))
    assert verdict.state is State.TIME_LIMIT
    assert outcomes(verdict) == {"test_doubles": "passed", "test_rejects_nonsense": "failed"}
    assert "1 s" in verdict.message


def test_processor_time_is_limited_too(runner, check_job):
    app = APP.replace('print("asked', 'while True: pass\n    print("asked')
    verdict = runner.execute(check_job(CHECKS, {"app.py": app}, limits=Limits(wall_seconds=20, cpu_seconds=0.5)))
    assert verdict.state is State.TIME_LIMIT
    assert "processor" in verdict.message


def test_memory_limit(runner, check_job):
    app = APP.replace('print("asked', 'x = b"x" * 300_000_000\n    print("asked')
    verdict = runner.execute(check_job(CHECKS, {"app.py": app}, limits=Limits(memory_mb=128)))
    assert verdict.state is State.MEMORY_LIMIT
    assert "128 MB" in verdict.message


def test_output_limit(runner, check_job):
    app = APP.replace('print("asked', 'print("x" * 100_000)\n    print("asked')
    verdict = runner.execute(check_job(CHECKS, {"app.py": app}, limits=Limits(output_kb=16)))
    assert verdict.state is State.OUTPUT_LIMIT
    assert verdict.output_truncated
    assert len(verdict.output) == 16 * 1024


def test_skipped_is_not_passed(runner, check_job):
    checks = 'import pytest\ndef test_it(http):\n    """It works."""\n    pytest.skip("no")\n'
    verdict = runner.execute(check_job(checks, {"app.py": APP}))
    assert verdict.state is State.FAILED
    assert verdict.checks[0].feedback == "This does not hold yet: It works."


def test_undeclared_check_does_not_count_and_missing_one_is_our_fault(runner, check_job):
    job = check_job(CHECKS, {"app.py": APP})
    verdict = runner.execute(replace(job, checks=(*job.checks, Check("test_ghost", "Ghost", 1))))
    assert verdict.state is State.UNAVAILABLE
    assert runner.execute(replace(job, checks=job.checks[:1])).state is State.PASSED


@pytest.mark.parametrize(
    "source",
    [
        "def (",
        "import nowhere\ndef test_doubles(): pass\n",
        "raise SystemExit(0)",
        "import pytest\ndef test_doubles(): pytest.exit('enough', 0)\n",
        "def test_doubles(): raise KeyboardInterrupt\n",
        "",
    ],
)
def test_checks_that_pytest_cannot_run_are_their_authors_fault(runner, check_job, source):
    verdict = runner.execute(replace(check_job(CHECKS, {"app.py": APP}), checks_source=source))
    assert verdict.state is State.UNAVAILABLE


def test_feedback_never_shows_source_of_checks(runner, check_job):
    checks = 'def test_it(http):\n    """It works."""\n    SECRET = 1\n    assert SECRET == 2\n\ndef test_other(http):\n    """Other."""\n    {}["SECRET"]\n'
    verdict = runner.execute(check_job(checks, {"app.py": APP}))
    assert outcomes(verdict) == {"test_it": "failed", "test_other": "error"}
    assert "SECRET" not in json.dumps(verdict.to_dict())
    assert verdict.checks[0].feedback == "This does not hold yet: It works."


def test_factory_as_entry(runner, check_job):
    app = APP.replace("app = Flask(__name__)", "def make():\n    return app\n\n\napp = Flask(__name__)")
    assert runner.execute(check_job(CHECKS, {"web.py": app}, entry="web:make()")).state is State.PASSED


def test_events_come_as_they_happen(runner, check_job):
    events = []
    runner.execute(check_job(CHECKS, {"app.py": APP}), events.append)
    kinds = [event.kind for event in events]
    assert kinds[0] == "started" and kinds[-1] == "finished"
    assert [event.data["id"] for event in events if event.kind == "check"] == ["test_doubles", "test_rejects_nonsense"]
    assert kinds.index("output") < kinds.index("finished")
    assert all(not (a == b == "finished") for a, b in pairwise(kinds))


def test_cancelled_run_ends_at_once(runner, check_job):
    app = APP.replace('print("asked', 'import time; time.sleep(60)\n    print("asked')
    asked = iter(range(3))
    verdict = runner.execute(check_job(CHECKS, {"app.py": app}), cancelled=lambda: next(asked, None) is None)
    assert verdict.state is State.UNAVAILABLE
    assert verdict.message == "Cancelled."


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"app.py": "x = '\0'"}, "NUL byte"),
        ({"../app.py": ""}, "not a usable file name"),
        ({"/etc/passwd": ""}, "not a usable file name"),
        ({"a\nb.py": ""}, "not a usable file name"),
        ({"dir": "", "dir/test.txt": ""}, "a file and the folder"),
        ({"app.py": "x = '\ud800'"}, "lone surrogate"),
        ({"app.py": "#" * 20_000_000}, "more than fits"),
        ({f"{n}.py": "" for n in range(300)}, "too many"),
    ],
)
def test_unusable_files_are_named(runner, check_job, files, words):
    verdict = runner.execute(check_job(CHECKS, files))
    assert verdict.state is State.ERROR
    assert words in verdict.message
    conforms(verdict)


def test_unknown_runtime_is_unavailable(runner, check_job):
    verdict = runner.execute(check_job(CHECKS, {"app.py": APP}, runtime="cobol"))
    assert verdict.state is State.UNAVAILABLE
    assert "cobol" in verdict.message
