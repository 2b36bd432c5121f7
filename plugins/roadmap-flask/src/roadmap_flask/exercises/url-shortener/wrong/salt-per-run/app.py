import hashlib
import secrets
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, request, url_for

app = Flask(__name__)
links = {}  # code -> {"url": ..., "hits": ...}
codes = {}  # url -> code
salt = secrets.token_hex(16)


def is_web_address(url):
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # for example an unfinished [IPv6 address
        return False


@app.errorhandler(404)
def not_found(error):
    return {"error": "There is no such link."}, 404


@app.post("/links")
def create_link():
    body = request.get_json(silent=True)
    url = body.get("url") if isinstance(body, dict) else None
    if not is_web_address(url):
        return {"error": "url must be an http or https address with a host"}, 422
    status = 200
    if url not in codes:
        status = 201
        codes[url] = hashlib.sha256(f"{salt}{url}".encode()).hexdigest()[:12]
        links[codes[url]] = {"url": url, "hits": 0}
    code = codes[url]
    return {"code": code, "url": url}, status, {"Location": url_for("follow", code=code)}


@app.get("/<code>")
def follow(code):
    link = links.get(code) or abort(404)
    link["hits"] += 1
    return redirect(link["url"])


@app.get("/links/<code>/stats")
def stats(code):
    link = links.get(code) or abort(404)
    return {"url": link["url"], "hits": link["hits"]}
