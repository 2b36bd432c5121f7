"""One small exercise for each kind of program: twice a number is wanted, over whatever the kind has for a door.

`answer(n)` is the learner's; a cheat gets a wrong one, and a place for its trick where the learner's module is imported.
"""

from dataclasses import dataclass

from roadmap.catalogue import Limits

from .harness import HIDDEN

RIGHT = "def answer(n):\n    return 2 * n\n"
WRONG = "def answer(n):\n    return 1\n"


@dataclass(frozen=True)
class Kind:
    """A kind of program, and how its checks get an answer out of it."""

    program: str
    runtime: str
    app: str
    """The learner's module; `#HERE#` is where cheat and answer go."""
    ask: str
    """An expression for the answer to `n`, in terms of `fixture`."""
    fixture: str
    services: tuple[str, ...] = ()
    wall_seconds: float = 3.0
    module: str = "app.py"

    def files(self, answer, trick=""):
        return {self.module: self.app.replace("#HERE#", f"{trick}\n\n{answer}")}

    @property
    def checks(self):
        body = (
            f'    """Doubles a number."""\n    n = random.randrange(10**3, 10**6)\n'
            f'    expect({self.ask}).equals(2 * n, message="Twice the number is wanted.")\n'
        )
        return f'SECRET = "{HIDDEN}"\n' + "".join(
            f"\n\ndef {name}({self.fixture}, random, expect):\n{body}" for name in ("test_doubles", "test_again")
        )

    def options(self, **more):
        return {
            "program": self.program,
            "runtime": self.runtime,
            "services": self.services,
            "checks": self.checks,
            "limits": Limits(wall_seconds=self.wall_seconds, cpu_seconds=self.wall_seconds - 0.5),
            **more,
        }


_FLASK = """
from flask import Flask, jsonify
app = Flask(__name__)
#HERE#
@app.get("/double/<int:n>")
def view(n):
    return jsonify(answer(n))
"""
_FASTAPI = """
from fastapi import FastAPI
app = FastAPI()
#HERE#
@app.get("/double/{n}")
def view(n: int):
    return answer(n)
"""
_TORNADO = """
import json
from tornado.web import Application, RequestHandler
#HERE#
class View(RequestHandler):
    def get(self, n):
        self.write(json.dumps(answer(int(n))))
app = Application([(r"/double/([0-9]+)", View)])
"""
_CELERY = """
from celery import Celery
app = Celery("tasks")
#HERE#
@app.task(name="double")
def double(n):
    return answer(n)
def ask(n):
    return double.delay(n).get(timeout=2)
"""
_HTTP = 'http.get(f"/double/{n}").json()'
KINDS = {
    kind.program: kind
    for kind in (
        Kind("wsgi", "flask", _FLASK, _HTTP, "http"),
        Kind("asgi", "fastapi", _FASTAPI, _HTTP, "http"),
        Kind("tornado", "tornado", _TORNADO, _HTTP, "http"),
        Kind("celery", "celery", _CELERY, 'call("app:ask", n)', "call", ("redis",), 5.0),
        Kind("python", "flask", "#HERE#", 'call("solution:answer", n)', "call", module="solution.py"),
    )
}
"""Those that run."""
