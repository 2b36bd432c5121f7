import json

from flask import Flask, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
app.logger.disabled = True  # the traceback would go to the log; this sample prints its own lines only


@app.post("/api/orders")
def order():
    body = request.get_json()
    return {"each": body["total"] / body["people"]}


@app.get("/menu")
def menu():
    return "<h1>Menu</h1>"


@app.errorhandler(HTTPException)
def answer_error(error):
    response = error.get_response()
    if request.path.startswith("/api/"):
        response.data = json.dumps({"status": error.code, "title": error.name})
        response.content_type = "application/problem+json"
    return response


client = app.test_client()
for method, path, body in (
    ("POST", "/api/orders", '{"total": 30, "people": 4}'),
    ("POST", "/api/orders", '{"total": 30,'),
    ("POST", "/api/orders", '{"total": 30, "people": 0}'),
    ("GET", "/api/orders", None),
    ("GET", "/api/nothing", None),
    ("GET", "/nothing", None),
):
    answer = client.open(path, method=method, data=body, content_type="application/json")
    print(answer.status_code, answer.mimetype, ", ".join(sorted(answer.allow)))
