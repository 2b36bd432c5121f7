import sqlite3

from flask import Blueprint, Flask, abort, current_app, g, render_template_string, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.security import check_password_hash, generate_password_hash

bp = Blueprint("notes", __name__)

PAGE = """<!doctype html>
<title>Notes</title>
<ul>{% for note in notes %}<li>{{ note.text }}</li>{% endfor %}</ul>
"""


def create_app():
    app = Flask(__name__)
    app.config["DATABASE"] = "notes.db"
    app.config.from_prefixed_env()
    app.register_blueprint(bp)
    app.register_error_handler(HTTPException, answer_error)
    app.teardown_appcontext(close_db)
    app.cli.command("init-db")(init_db)
    with app.app_context():
        init_db()
    return app


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect(current_app.config["DATABASE"])
        g.db.row_factory = sqlite3.Row
    return g.db


def close_db(error):
    connection = g.pop("db", None)
    if connection is not None:
        connection.close()


def init_db():
    """Create the tables that are not there yet."""
    with current_app.open_resource("schema.sql", "r") as file:
        get_db().executescript(file.read())


def answer_error(error):
    response = error.get_response()
    response.data = current_app.json.dumps({"error": error.description or error.name})
    response.content_type = "application/json"
    return response


def texts(*names):
    """The texts under `names` in the request's JSON, or the answer 400."""
    body = request.get_json()
    values = [body.get(name) if isinstance(body, dict) else None for name in names]
    if not all(isinstance(value, str) and value for value in values):
        abort(400, f"Needed: a text under {' and '.join(names)}.")
    return values


def me():
    if "user" not in session:
        abort(401, "Please log in.")
    return session["user"]


@bp.post("/register")
def register():
    name, password = texts("name", "password")
    try:
        with get_db() as db:
            db.execute("INSERT INTO users (name, password) VALUES (?, ?)", (name, generate_password_hash(password)))
    except sqlite3.IntegrityError:
        abort(409, "That name is taken.")
    return {"name": name}, 201


@bp.post("/login")
def login():
    name, password = texts("name", "password")
    user = get_db().execute("SELECT id, password FROM users WHERE name = ?", (name,)).fetchone()
    if user is None or not check_password_hash(user["password"], password):
        abort(401, "Wrong name or password.")
    session.clear()
    session["user"] = user["id"]
    return {"name": name}


@bp.post("/logout")
def logout():
    session.clear()
    return "", 204


@bp.post("/notes")
def add_note():
    owner = me()
    (text,) = texts("text")
    with get_db() as db:
        note = db.execute("INSERT INTO notes (owner, text) VALUES (?, ?)", (owner, text)).lastrowid
    return {"id": note, "text": text}, 201


def own_notes():
    owner = me()
    return get_db().execute("SELECT id, text FROM notes WHERE owner = ? ORDER BY id", (owner,)).fetchall()


@bp.get("/notes")
def list_notes():
    return {"notes": [dict(note) for note in own_notes()]}


@bp.get("/notes/<int:note_id>")
def show_note(note_id):
    owner = me()
    query = "SELECT id, text FROM notes WHERE id = ? AND owner = ?"
    note = get_db().execute(query, (note_id, owner)).fetchone()
    if note is None:
        abort(404, "You have no such note.")
    return dict(note)


@bp.get("/page")
def page():
    return render_template_string(PAGE, notes=own_notes())
