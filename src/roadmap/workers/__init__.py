"""Many machines: `roadmap.runner = celery`, where submissions are run by `roadmap worker` and not by who serves pages.

The database stays the queue. The broker carries tickets, which say no more than "something is waiting", and what
happens during a run; both may be lost, come late or come twice. See docs/decisions/0013-tickets-and-leases.md.
"""

from roadmap.workers.front import Front
from roadmap.workers.listener import Listener
from roadmap.workers.remote import RemoteRunner
from roadmap.workers.worker import EXIT_UNFIT, Worker, WorkerProblem

__all__ = ["EXIT_UNFIT", "Front", "Listener", "RemoteRunner", "Worker", "WorkerProblem"]
