"""Runs in the learner's process: the queue's functions, one by one and from several threads."""

import os
import threading
import time

import jobs
import models
from sqlalchemy import create_engine, event

# Nobody may wait for a lock: whoever does is told so after three seconds, not after the run's time is up.
engine = create_engine(
    os.environ["DATABASE_URL"], pool_size=16, pool_timeout=10, connect_args={"options": "-c lock_timeout=3000", "application_name": "queue"}
)


def tables():
    models.Base.metadata.create_all(engine)


def do(steps):
    """Each step is a function's name and arguments. The answers, or what was raised; and connections still in use."""
    answers = []
    for name, *args in steps:
        try:
            answer = getattr(jobs, name)(engine, *args)
            answers.append(list(answer) if isinstance(answer, tuple) else answer)
        except Exception as problem:
            answers.append(f"{type(problem).__name__}: {str(problem)[:200]}")
    return {"answers": answers, "in_use": engine.pool.checkedout()}


def connected(count):
    """As many connections in the pool, so that nobody who starts with the others has to open one first."""
    held = [engine.connect() for _ in range(count)]
    for connection in held:
        connection.close()


def work(workers, now):
    """Threads that take and finish jobs until there are none: the executions in order, and what was raised."""
    done, raised, barrier = [], [], threading.Barrier(workers)

    def pause(connection, cursor, statement, parameters, context, many):
        # As if the next statement came from another machine: whoever reads and writes in two steps meets the others.
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            time.sleep(0.02)

    def worker(name):
        barrier.wait(20)
        try:
            misses = 0
            while misses < 3:
                job = jobs.claim(engine, name, now)
                if job is None:
                    misses += 1
                    continue
                done.append(job[0])
                jobs.finish(engine, job[0], name)
        except Exception as problem:
            raised.append(f"{type(problem).__name__}: {str(problem)[:200]}")

    connected(workers)
    event.listen(engine, "after_cursor_execute", pause)
    threads = [threading.Thread(target=worker, args=[f"worker {number}"], daemon=True) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    event.remove(engine, "after_cursor_execute", pause)
    return {"done": done, "raised": raised, "in_use": engine.pool.checkedout()}


def enqueue_at_once(key, threads):
    answers, barrier = [], threading.Barrier(threads)

    def pause(connection, cursor, statement, parameters, context, many):
        if statement.lstrip().upper().startswith("SELECT"):
            time.sleep(0.1)

    def enqueue():
        barrier.wait(20)
        try:
            answers.append(jobs.enqueue(engine, key, "at once"))
        except Exception as problem:
            answers.append(type(problem).__name__)

    connected(threads)
    event.listen(engine, "after_cursor_execute", pause)
    running = [threading.Thread(target=enqueue, daemon=True) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(30)
    event.remove(engine, "after_cursor_execute", pause)
    return answers
