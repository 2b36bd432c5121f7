"""The application as it was. Nothing of it is run: move its parts to project/ and then forget it."""

import os

from flask import Flask, abort, jsonify, request

app = Flask(__name__)
SHOP_NAME = os.environ.get("FLASK_SHOP_NAME", "Tea shelf")
PAGE_SIZE = 20
TEAS = []


@app.get("/")
def home():
    return (
        f"<!doctype html><title>{SHOP_NAME}</title><h1>{SHOP_NAME}</h1>"
        f"<p>{len(TEAS)} teas on the shelf. <a href='/api/v1/teas'>As JSON</a></p>"
    )


@app.get("/about")
def about():
    return "<!doctype html><title>About</title><h1>About</h1><p>A shelf with tea on it.</p>"


@app.get("/api/v1/teas")
def teas():
    return jsonify(teas=TEAS[:PAGE_SIZE])


@app.post("/api/v1/teas")
def add_tea():
    tea = {"id": len(TEAS) + 1, "name": request.json["name"]}
    TEAS.append(tea)
    return tea, 201, {"Location": f"/api/v1/teas/{tea['id']}"}


@app.get("/api/v1/teas/<int:tea_id>")
def tea(tea_id):
    if not 1 <= tea_id <= len(TEAS):
        abort(404)
    return TEAS[tea_id - 1]


@app.get("/api/v1/portion")
def portion():
    grams = request.args.get("grams", 0, type=int)
    cups = request.args.get("cups", 1, type=int)
    return {"grams_per_cup": grams / cups}
