"""Facts that only the learner's process knows: its hash seed, its random generators, and what a second copy would do."""

import gc
import importlib.util
import json
import os
import random
import sys

watched = []


def python_hash(text):
    return hash(text)


def codes_of_a_new_copy(urls):
    """Runs the program's file once more, as a restart would, and returns the codes that it gives to `urls`."""
    spec = importlib.util.spec_from_file_location("second_copy", sys.modules["app"].__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return codes(module.app, urls)


def codes_of_forks(lists):
    """The codes that forks of this process, one for each of `lists`, give to its URLs: they know all that it has drawn so far."""
    return [code_in_a_fork(sys.modules["app"].app, urls) for urls in lists]


def code_in_a_fork(app, urls):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            with open(writing, "w") as pipe:
                json.dump(codes(app, urls), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text)


def codes(app, urls):
    client = app.test_client()
    answers = [client.post("/links", json={"url": url}).get_json(silent=True) for url in urls]
    return [str(answer.get("code")) if isinstance(answer, dict) else "" for answer in answers]


def watch_random():
    """Remembers the state of every generator of the random module, except SystemRandom, which asks the operating system."""
    made = [item for item in gc.get_objects() if isinstance(item, random.Random) and not isinstance(item, random.SystemRandom)]
    shared = random.getstate.__self__
    watched[:] = [
        ("module" if generator is shared else "own", generator.getstate, generator.getstate())
        for generator in (shared, *(item for item in made if item is not shared))
    ]


def random_generators_used():
    return [whose for whose, getstate, state in watched if getstate() != state]
