"""What a job is made from."""

from dataclasses import replace

from roadmap.runner.job import Job

from ..catalogue.example import load, write


def test_run_executes_the_first_editable_file_or_the_one_that_is_named(tmp_path):
    (exercise,) = load(write(tmp_path)).exercises
    files = exercise.program_files({})
    assert Job.to_try(exercise, files).main == "doubling.py"
    job = Job.to_try(replace(exercise, run="try_it.py"), files)
    assert (job.kind, job.main, job.checks) == ("run", "try_it.py", ())
