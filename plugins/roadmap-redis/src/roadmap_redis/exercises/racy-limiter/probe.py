"""Runs in the learner's process: the limiter loaded several times, each with its own globals, as workers have them."""

import importlib.util
import sys
import threading

_workers = {}
_loading = threading.Lock()


def _worker(number):
    with _loading:
        if number not in _workers:
            spec = importlib.util.find_spec("limiter")
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            _workers[number] = module
    return _workers[number]


def allow(worker, user, limit, window, now):
    return _worker(worker).allow(user, limit, window, now)


def allow_all(user, limit, window, moments):
    """One call for each moment, one after the other."""
    worker = _worker(0)
    return [worker.allow(user, limit, window, now) for now in moments]


def rush(users, workers, threads, now):
    """For each user `threads` calls at the same moment with a limit of 1, spread over the workers; how many passed."""
    passed = []
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # the interpreter changes threads as often as separate processes would
    try:
        for user in users:
            start, answers = threading.Barrier(threads), []

            def caller(number, user=user, start=start, answers=answers):
                start.wait()
                answers.append(_worker(number % workers).allow(user, 1, 60, now)["allowed"])

            callers = [threading.Thread(target=caller, args=[number]) for number in range(threads)]
            for thread in callers:
                thread.start()
            for thread in callers:
                thread.join()
            passed.append(sum(answers))
    finally:
        sys.setswitchinterval(usual)
    return passed
