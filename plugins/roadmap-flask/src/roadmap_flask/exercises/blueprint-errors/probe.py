"""Makes further applications inside the learner's process, and visits them through Flask's own test client."""

import codecs
import functools
import os
import sys

import project


def visit(env, config, visits):
    """Answers of one new application, made by create_app(config) with `env` set, to `visits` (method, path, json)."""
    for name, value in env.items():
        os.environ[name] = value
    try:
        app = project.create_app(config) if config is not None else project.create_app()
        client = app.test_client()
        return [answer(client.open(path, method=method, json=body)) for method, path, body in visits]
    finally:
        for name in env:
            os.environ.pop(name, None)


def setting(env, name):
    """What app.config has under `name` in an application that was made with `env` set."""
    os.environ.update(env)
    try:
        return project.create_app().config.get(name)
    finally:
        for variable in env:
            os.environ.pop(variable, None)


def raise_in_a_view(text):
    """How a new application answers for a view under /api/ that raises a LookupError with `text` in it."""
    app = project.create_app()
    # A function written in C: the traceback in the learner's log has no line of this file.
    app.add_url_rule("/api/v1/check-raises", "check-raises", functools.partial(codecs.lookup, text))
    response = app.test_client().get("/api/v1/check-raises")
    return {"status": response.status_code, "type": response.mimetype, "text": response.get_data(as_text=True)}


def answer(response):
    return {"status": response.status_code, "text": response.get_data(as_text=True), "json": response.get_json(silent=True)}


def two_shelves(name):
    """Adds a tea to a first application and reports what first and second have then."""
    first, second = project.create_app(), project.create_app()
    first.test_client().post("/api/v1/teas", json={"name": name})
    lists = [answer(app.test_client().get("/api/v1/teas")) for app in (first, second)]
    return {"same": first is second, "lists": lists}


def endpoints():
    """The names of all endpoints of a new application."""
    return sorted({rule.endpoint for rule in project.create_app().url_map.iter_rules()})


def url(endpoint, values):
    app = project.create_app()
    with app.test_request_context("/"):
        from flask import url_for

        return url_for(endpoint, **values)


def module_level_applications():
    from flask import Flask

    return [
        f"{module}.{name}"
        for module in ("project", "project.api", "project.pages")
        for name, value in vars(sys.modules.get(module, project)).items()
        if isinstance(value, Flask)
    ]
