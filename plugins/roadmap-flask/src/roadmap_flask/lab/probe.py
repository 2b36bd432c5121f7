"""Listens to Flask's own signals while the request is answered, and reports the URL map and what matched."""

import sys
import traceback
from pathlib import Path

import flask

seen = {}


def listen():
    flask.request_started.connect(on_request, weak=False)
    flask.got_request_exception.connect(on_exception, weak=False)


def on_request(sender, **extra):
    request = flask.request
    refusal = request.routing_exception
    seen["match"] = {
        "rule": request.url_rule.rule if request.url_rule else None,
        "endpoint": request.endpoint,
        "arguments": [[name, type(value).__name__, repr(value)] for name, value in (request.view_args or {}).items()],
        "refusal": type(refusal).__name__ if refusal else None,
    }


def on_exception(sender, exception, **extra):
    told = traceback.TracebackException.from_exception(exception)
    seen["traceback"] = "".join(own_frames(told).format())


def own_frames(told):
    """Without the frames of Flask and Werkzeug, which say nothing about the mistake."""
    folder = f"{Path.cwd()}/"
    todo = [told]
    while todo:
        one = todo.pop()
        own = [frame for frame in one.stack if frame.filename.startswith(folder)]
        for frame in own:
            frame.filename = frame.filename.removeprefix(folder)
        if own:
            one.stack = traceback.StackSummary.from_list(own)
        todo += [other for other in (one.__cause__, one.__context__) if other]
    return told


def report():
    application = getattr(sys.modules.get("app"), "app", None)
    rules = None
    if isinstance(application, flask.Flask):
        rules = [
            {"rule": rule.rule, "endpoint": rule.endpoint, "methods": sorted(rule.methods or [])}
            for rule in application.url_map.iter_rules()
        ]
    return {"rules": rules, "match": seen.get("match"), "traceback": seen.get("traceback", "")}
