from flask import Flask

app = Flask(__name__)


@app.post("/links")
def create_link():
    return {"error": "not written yet"}, 501
