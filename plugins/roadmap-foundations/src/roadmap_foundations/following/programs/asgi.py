from database import query
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel

app = FastAPI()


class Book(BaseModel):
    title: str
    cents: int


@app.get("/books/{number}")
def show_book(number: int):
    rows = query("SELECT title, cents FROM books WHERE id = ?", (number,))
    if not rows:
        return JSONResponse({"error": f"There is no book {number}."}, 404)
    title, cents = rows[0]
    return {"number": number, "title": title, "cents": cents}


@app.post("/books", status_code=201)
def add_book(book: Book):
    sql = "INSERT INTO books (title, cents) VALUES (?, ?) RETURNING id"
    [(number,)] = query(sql, (book.title, book.cents))
    return JSONResponse({"number": number}, 201, {"Location": f"/books/{number}"})
