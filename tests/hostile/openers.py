"""Where runners come from: every attack is made on each of these.

Another place where jobs can run joins with an entry here: a context manager that is given runtimes by name and a data
folder, and yields the runner and a `Machine`.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from roadmap.runner import Runtime
from roadmap.runner.runner import Runner

from .machine import Machine, local
from .worker_machine import celery

Opener = Callable[[Mapping[str, Runtime], Path], AbstractContextManager[tuple[Runner, Machine]]]
OPENERS: Mapping[str, Opener] = {"local": local, "celery": celery}
