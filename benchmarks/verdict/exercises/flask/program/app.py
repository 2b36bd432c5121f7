from flask import Flask, jsonify, request

app = Flask(__name__)
notes = {}


@app.get("/")
def home():
    return "<h1>Notes</h1>"


@app.post("/notes")
def add():
    text = (request.get_json(silent=True) or {}).get("text", "")
    if not text:
        return jsonify(error="text is missing"), 400
    notes[len(notes) + 1] = text
    return jsonify(id=len(notes), text=text), 201, {"Location": f"/notes/{len(notes)}"}


@app.get("/notes/<int:number>")
def show(number):
    if number not in notes:
        return jsonify(error="no such note"), 404
    return jsonify(id=number, text=notes[number])
