from flask import Blueprint, Flask, abort, current_app, request, url_for
from flask.views import MethodView


class Books(MethodView):
    """The collection: list it, or add to it."""

    def get(self):
        return {"books": list(current_app.extensions["books"].values())}

    def post(self):
        body = request.get_json()
        title = body.get("title") if isinstance(body, dict) else None
        if not isinstance(title, str) or not title.strip():
            abort(422, "A book needs a text under title.")
        books = current_app.extensions["books"]
        book = {"id": len(books) + 1, "title": title}
        books[book["id"]] = book
        return book, 201, {"Location": url_for(".book", number=book["id"])}


class Book(MethodView):
    """One member of the collection."""

    def get(self, number):
        return current_app.extensions["books"].get(number) or abort(404, f"There is no book {number}.")

    def delete(self, number):
        if current_app.extensions["books"].pop(number, None) is None:
            abort(404, f"There is no book {number}.")
        return "", 204


bp = Blueprint("books", __name__)
bp.add_url_rule("/books", view_func=Books.as_view("list"))
bp.add_url_rule("/books/<int:number>", view_func=Book.as_view("book"))


def as_json(error):
    return {"status": error.code, "title": error.name, "detail": error.description}, error.code


app = Flask(__name__)
app.extensions["books"] = {}
app.register_blueprint(bp, url_prefix="/v1", name="v1")
app.register_blueprint(bp, url_prefix="/v2", name="v2")
for code in (400, 404, 405, 415, 422):
    app.register_error_handler(code, as_json)

client = app.test_client()


def show(method, path, **more):
    answer = client.open(path, method=method, **more)
    print(method, path, "->", answer.status_code, answer.headers.get("Location", ""), answer.text.strip())


show("POST", "/v1/books", json={"title": "Emma"})
show("POST", "/v2/books", json={"title": "Persuasion"})
show("POST", "/v2/books", json={"title": " "})
show("GET", "/v1/books/2")
show("DELETE", "/v1/books/1")
show("GET", "/v2/books")
show("GET", "/v1/books/1")
