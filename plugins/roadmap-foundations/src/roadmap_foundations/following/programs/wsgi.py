from database import query
from flask import Flask, request

app = Flask(__name__)


@app.get("/books/<int:number>")
def show_book(number):
    rows = query("SELECT title, cents FROM books WHERE id = ?", (number,))
    if not rows:
        return {"error": f"There is no book {number}."}, 404
    title, cents = rows[0]
    return {"number": number, "title": title, "cents": cents}


@app.post("/books")
def add_book():
    book = request.get_json()
    sql = "INSERT INTO books (title, cents) VALUES (?, ?) RETURNING id"
    [(number,)] = query(sql, (str(book["title"]), int(book["cents"])))
    return {"number": number}, 201, {"Location": f"/books/{number}"}
