"""A queue of jobs in PostgreSQL."""

from models import Job
from sqlalchemy import case, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

LEASE = 30
ATTEMPTS = 3


def enqueue(engine, key, payload, priority=0):
    """Store a job unless its key is there already; whether it was new."""
    job = insert(Job).values(key=key, payload=payload, priority=priority)
    with engine.begin() as connection:
        new = connection.scalar(job.on_conflict_do_nothing(index_elements=[Job.key]).returning(Job.id))
    return new is not None


def claim(engine, worker, now):
    """Take a job: its id and payload, or None."""
    to_have = or_(Job.state == "queued", (Job.state == "running") & (Job.lease_until <= now))
    question = select(Job).where(to_have, Job.attempts < ATTEMPTS).order_by(Job.priority.desc(), Job.id).limit(1)
    with Session(engine) as session, session.begin():
        job = session.scalar(question.with_for_update())
        if job is None:
            return None
        job.state, job.worker, job.lease_until = "running", worker, now + LEASE
        job.attempts += 1
        return job.id, job.payload


def end(engine, job_id, worker, state):
    """Change the state of a job that is this worker's; whether it was."""
    mine = (Job.id == job_id) & (Job.state == "running") & (Job.worker == worker)
    with engine.begin() as connection:
        return connection.execute(update(Job).where(mine).values(state=state)).rowcount == 1


def finish(engine, job_id, worker):
    """The job is done; whether it was this worker's."""
    return end(engine, job_id, worker, "done")


def fail(engine, job_id, worker):
    """The job went wrong: queue it again, or park it; whether it was this worker's."""
    return end(engine, job_id, worker, case((Job.attempts >= ATTEMPTS, "parked"), else_="queued"))
