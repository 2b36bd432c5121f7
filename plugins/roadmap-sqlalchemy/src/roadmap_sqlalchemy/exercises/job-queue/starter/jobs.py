"""A queue of jobs in PostgreSQL."""

from models import Job  # noqa: F401

LEASE = 30
ATTEMPTS = 3


def enqueue(engine, key, payload, priority=0):
    """Store a job unless its key is there already; whether it was new."""


def claim(engine, worker, now):
    """Take a job: its id and payload, or None."""


def finish(engine, job_id, worker):
    """The job is done; whether it was this worker's."""


def fail(engine, job_id, worker):
    """The job went wrong: queue it again, or park it; whether it was this worker's."""
