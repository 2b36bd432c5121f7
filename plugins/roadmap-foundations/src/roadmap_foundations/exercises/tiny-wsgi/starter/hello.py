"""A small application on top of tiny.py."""

from tiny import Tiny, html

app = Tiny()
notes = {}


@app.route("/")
def index():
    return "Tiny is running."


@app.route("/hello/<name>")
def hello(name):
    return html("<h1>Hello, {name}!</h1>\n<p title=\"{name}\">Nice to see you.</p>", name=name)


@app.route("/notes/<author>/<title>")
def note(author, title):
    return {"author": author, "title": title}


@app.route("/notes/<author>/<title>", methods=("PUT", "DELETE"))
def change(author, title):
    return {"changed": title}


@app.route("/robots.txt")
def robots():
    return "User-agent: *\nDisallow: /notes/\n"


@app.route("/languages")
def languages():
    return ["Python", "Español", "日本語"]


@app.route("/broken")
def broken():
    return {}["the secret ingredient"]
