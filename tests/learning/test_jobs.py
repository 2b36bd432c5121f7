"""Runs as they are stored, and the jobs that they become again."""

from roadmap.catalogue import Limits, NamedProgram
from roadmap.learning.jobs import run_job, run_spec
from roadmap.runner.job import Job

RUN = Job(
    kind="run",
    runtime="shop",
    files={"web.py": ""},
    main="web.py",
    program="wsgi",
    services=("redis", "postgres"),
    limits=Limits(wall_seconds=3),
    env={"MODE": "quiet"},
    id="7",
    programs=(NamedProgram("web", "wsgi", "web:app"), NamedProgram("worker", "celery", "tasks:app")),
)


def test_a_run_is_stored_whole():
    assert run_job("7", RUN.files, run_spec(RUN)) == RUN


def test_a_run_that_an_earlier_version_stored_has_one_program():
    spec = {name: value for name, value in run_spec(RUN).items() if name != "programs"}
    job = run_job("7", RUN.files, spec)
    assert [(each.name, each.kind) for each in job.started] == [("wsgi", "wsgi")]
