from importlib.metadata import version

import flask
from flask import Flask
from markupsafe import Markup

app = Flask(__name__)
app.secret_key = "only for this sample"
signer = app.session_interface.get_signing_serializer(app)

parts = {
    "the URL map": type(app.url_map),
    "the request": app.request_class,
    "the template engine": type(app.jinja_env),
    "text that is safe": Markup,
    "the command line": type(app.cli),
    "the signed cookie": type(signer),
    "the signals": type(flask.request_started),
}
for what, kind in parts.items():
    families = [base.__module__.partition(".")[0] for base in kind.__mro__]
    family = next(name for name in families if name not in ("flask", "builtins"))
    print(f"{what:20} comes from {family}")

print()
for name in ("Flask", "Werkzeug", "Jinja2", "MarkupSafe", "click", "itsdangerous", "blinker"):
    print(f"{name:13} {version(name)}")
