"""A JSON API on the standard library, and a client that shows what it answers."""

import hashlib
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOOKS: dict[str, dict] = {}


class Books(BaseHTTPRequestHandler):
    def answer(self, status, content, **headers):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if status == 304 else body)

    def problem(self, status, title, **more):
        self.answer(status, {"title": title, "status": status, **more})

    def do_POST(self):
        book = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not isinstance(book.get("title"), str):
            return self.problem(422, "A book needs a title", field="title")
        if any(known["title"] == book["title"] for known in BOOKS.values()):
            return self.problem(409, "This title is there already")
        key = str(len(BOOKS) + 1)
        BOOKS[key] = {"id": key, "title": book["title"]}
        self.answer(201, BOOKS[key], Location=f"/books/{key}")

    def do_GET(self):
        book = BOOKS.get(self.path.removeprefix("/books/"))
        if book is None:
            return self.problem(404, "No such book")
        tag = '"' + hashlib.sha256(json.dumps(book).encode()).hexdigest()[:8] + '"'
        self.answer(304 if self.headers["If-None-Match"] == tag else 200, book, ETag=tag)

    def log_message(self, *args):
        pass


def ask(method, path, content=None, **headers):
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(root + path, data, headers, method=method)
    try:
        response = urllib.request.urlopen(request)
    except urllib.error.HTTPError as problem:
        response = problem
    with response:
        print(method, path, "->", response.status, response.headers["Location"] or "", response.read().decode())
        return response.headers


with ThreadingHTTPServer(("127.0.0.1", 0), Books) as server:
    root = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever).start()
    ask("POST", "/books", {"title": "Emma"})
    ask("POST", "/books", {"title": "Emma"})
    ask("POST", "/books", {"name": "Emma"})
    ask("GET", "/books/99")
    tag = ask("GET", "/books/1")["ETag"]
    ask("GET", "/books/1", **{"If-None-Match": tag})
    server.shutdown()
