"""What Run executes: four threads and twelve jobs. Change it as you like."""

import os
import threading
from collections import Counter

import jobs
from models import Base
from sqlalchemy import create_engine


def main():
    engine = create_engine(os.environ["DATABASE_URL"])
    Base.metadata.create_all(engine)
    for number in range(12):
        jobs.enqueue(engine, f"mail-{number}", f"mail number {number}", number % 3)
    print("the same key again:", jobs.enqueue(engine, "mail-1", "once more"))

    done = []

    def work(name):
        while job := jobs.claim(engine, name, 100.0):
            done.append(job[1])
            jobs.finish(engine, job[0], name)

    threads = [threading.Thread(target=work, args=[f"worker {number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(done), "executions of", len(set(done)), "jobs; more than once:", [job for job, count in Counter(done).items() if count > 1])
    print("in use:", engine.pool.checkedout())


if __name__ == "__main__":
    main()
