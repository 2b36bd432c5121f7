from flask import Blueprint, Flask, abort, request

app = Flask(__name__)
BOOKS = {1: "Emma", 2: "Persuasion"}


@app.get("/")
def index():
    return "<h1>The lab</h1>"


@app.get("/hello/<name>")
def hello(name):
    greeting = request.args.get("greeting", "Hello")
    return f"{greeting}, {name}!", 200, {"Content-Type": "text/plain"}


@app.get("/shelves/")
def shelves():
    return {"shelves": ["novels", "letters"]}


api = Blueprint("api", __name__, url_prefix="/api")


@api.get("/books/<int:number>")
def book(number):
    return {"number": number, "title": BOOKS.get(number) or abort(404)}


@api.post("/books")
def add_book():
    title = request.get_json()["title"]
    number = max(BOOKS) + 1
    BOOKS[number] = title
    print(f"added {title!r}")
    return {"number": number, "title": title}, 201, {"Location": f"/api/books/{number}"}


@api.get("/average")
def average():
    prices = []
    return {"average": sum(prices) / len(prices)}


app.register_blueprint(api)
