"""A guest book in memory. It believes its visitors."""

import json
from urllib.parse import parse_qs

entries = []


def page(shown, query):
    parts = ["<!doctype html><html lang=en><head><meta charset=utf-8><title>Guest book</title></head><body><h1>Guest book</h1>"]
    parts.append(f"<form><input name=q value={query}><button>Search</button></form>")
    if query:
        parts.append(f'<p id="looked-for">Entries with {query}</p>')
    for entry in shown:
        name = entry["name"]
        if entry["site"]:
            name = f'<a href="{entry["site"]}">{name}</a>'
        parts.append(f"<article><h2>{name}</h2><p title='{entry['message']}'>{entry['message']}</p></article>")
    names = json.dumps([entry["name"] for entry in entries])
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
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [page(shown, query).encode()]
