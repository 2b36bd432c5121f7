from flask import Flask, g, request, session, url_for

app = Flask(__name__)
app.secret_key = "for tests"


def page_size():
    """Something small that reads the request, and deserves a test without a view."""
    return min(request.args.get("size", 20, type=int), 100)


@app.get("/items")
def items():
    g.size = page_size()
    session["last"] = "items"
    return {"size": g.size}


for query in ("", "?size=5", "?size=5000", "?size=many"):
    with app.test_request_context(f"/items{query}"):
        print(query or "(none)", page_size())

with app.test_client() as client:
    client.get("/items?size=7")
    print("after the request:", g.size, request.path, session["last"])

with app.test_request_context(base_url="https://shop.example"):
    print(url_for("items", _external=True))
