"""Runs in the learner's process: decorates functions, calls them, and counts how often they really ran."""

import importlib.util
import time

import cache

_held = {}


def _load_again():
    """The module once more with globals of its own, as another process would have them."""
    spec = importlib.util.find_spec("cache")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_elsewhere = _load_again()


def calls(key, plan, ttl=100, result=None, tag=False, elsewhere=False):
    """Call a decorated function once per entry of `plan` ([args, kwargs]); what came back and how often it ran."""
    runs = []

    def function(*args, **kwargs):
        runs.append([list(args), kwargs])
        return result if result is not None else {"args": list(args), "kwargs": kwargs}

    options = {"tags": lambda *args, **kwargs: [f"item:{args[0]}", "everything"]} if tag else {}
    decorated = (_elsewhere if elsewhere else cache).cached(ttl=ttl, key=key, **options)(function)
    results, seconds = [], []
    for args, kwargs in plan:
        begin = time.perf_counter()
        results.append(decorated(*args, **kwargs))
        seconds.append(time.perf_counter() - begin)
    return {"results": results, "runs": len(runs), "slowest": max(seconds)}


def falsy(key):
    """For each value that Python counts as false: how often the function ran for two calls, and the second result."""
    facts = []
    for number, value in enumerate((None, 0, "", [], False)):
        runs = []

        def function(value=value, runs=runs):
            runs.append(1)
            return value

        decorated = cache.cached(ttl=100, key=f"{key}-{number}")(function)
        decorated()
        facts.append({"value": repr(value), "again": repr(decorated()), "runs": len(runs)})
    return facts


def failing(key):
    """A function that raises at first and then answers."""
    runs = []

    def function():
        runs.append(1)
        if len(runs) == 1:
            raise LookupError("no such product")
        return "found"

    decorated = cache.cached(ttl=100, key=key)(function)
    try:
        first = decorated()
    except LookupError as error:
        raised = str(error)
    else:
        return {"raised": None, "first": repr(first), "runs": len(runs)}
    return {"raised": raised, "second": decorated(), "runs": len(runs)}


def decorated_name():
    def product_of_the_day():
        return 1

    return cache.cached(ttl=100, key="name")(product_of_the_day).__name__


def invalidate(tag):
    """From another process than the one that stored the entries, as far as the module can tell."""
    _elsewhere.invalidate(tag)


def held(key):
    """One call of a function that stays decorated from one call of this to the next; how often it has run."""
    if key not in _held:
        runs = []

        def function(number):
            runs.append(number)
            return number

        decorated = cache.cached(ttl=100, key=key, tags=lambda number: [f"held:{key}"])(function)
        _held[key] = decorated, runs
    decorated, runs = _held[key]
    decorated(1)
    return len(runs)
