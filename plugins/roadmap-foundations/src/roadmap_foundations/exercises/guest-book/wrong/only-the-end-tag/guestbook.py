"""A guest book in memory. Whatever visitors write stays what it is: words."""

import json
from html import escape
from urllib.parse import parse_qs, urlsplit

entries = []


def is_web_address(text):
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    # From the first character on, since browsers overlook blanks and line ends that stand before or within a scheme.
    return address.scheme in ("http", "https") and bool(address.netloc) and text.lower().startswith(("http://", "https://"))


def as_script_data(value):
    """JSON that no HTML parser finds the end of a script in."""
    return json.dumps(value).replace("</", "<\\/")


def page(shown, query):
    parts = ["<!doctype html><html lang=en><head><meta charset=utf-8><title>Guest book</title></head><body><h1>Guest book</h1>"]
    parts.append(f'<form><input name="q" value="{escape(query)}"><button>Search</button></form>')
    if query:
        parts.append(f'<p id="looked-for">Entries with {escape(query)}</p>')
    for entry in shown:
        name, message = escape(entry["name"]), escape(entry["message"])
        if is_web_address(entry["site"]):
            name = f'<a href="{escape(entry["site"])}">{name}</a>'
        parts.append(f'<article><h2>{name}</h2><p title="{message}">{message}</p></article>')
    names = as_script_data([entry["name"] for entry in entries])
    parts.append(f'<script id="names" type="application/json">{names}</script>')
    parts.append("</body></html>")
    return "".join(parts)


def app(environ, start_response):
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        form = parse_qs(body, keep_blank_values=True)
        entries.append({field: form.get(field, [""])[0] for field in ("name", "site", "message")})
        start_response("303 See Other", [("Location", "/")])
        return [b""]
    query = parse_qs(environ["QUERY_STRING"]).get("q", [""])[0]
    shown = [entry for entry in entries if query in entry["message"]]
    policy = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'"
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)])
    return [page(shown, query).encode()]
