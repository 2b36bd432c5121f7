from uuid import UUID

from flask import Flask, url_for

app = Flask(__name__)


@app.get("/books/<int:number>")
def book(number):
    return {"view": "book", "number": number}


@app.get("/books/<slug>")
def book_by_slug(slug):
    return {"view": "book_by_slug", "slug": slug}


@app.put("/files/<path:name>")
def store(name):
    return {"view": "store", "name": name}


@app.delete("/orders/<uuid:order>")
def cancel(order):
    return {"view": "cancel", "is_uuid": isinstance(order, UUID)}


client = app.test_client()
for method, path in (
    ("GET", "/books/7"),
    ("GET", "/books/seven"),
    ("PUT", "/files/2026/11/report.txt"),
    ("DELETE", "/orders/8e5f0d3a-58b8-4d1c-9a4f-0f5f8a1f2b3c"),
    ("DELETE", "/books/7"),
    ("OPTIONS", "/books/7"),
    ("HEAD", "/books/7"),
):
    answer = client.open(path, method=method)
    shown = answer.get_json(silent=True) or f"Allow: {', '.join(sorted(answer.allow))}"
    print(f"{method:8}{answer.status_code} {shown}")

with app.test_request_context():
    print(url_for("book", number=7), url_for("store", name="a b.txt"))
