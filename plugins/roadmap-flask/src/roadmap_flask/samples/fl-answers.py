from flask import Flask, request

app = Flask(__name__)


@app.get("/text")
def text():
    return "just text"


@app.get("/data")
def data():
    return {"kettles": 2}


@app.get("/all")
def all_parts():
    return "I am a teapot\n", 418, {"X-Brewed-By": "Flask"}


@app.post("/echo")
def echo():
    return {
        "query": request.args.getlist("tag"),
        "json": request.get_json(),
        "agent": request.headers["User-Agent"],
    }


client = app.test_client()
for path in ("/text", "/data", "/all"):
    answer = client.get(path)
    print(path, answer.status_code, answer.mimetype, answer.headers.get("X-Brewed-By", ""))
print(client.post("/echo?tag=a&tag=b", json={"n": 1}, headers={"User-Agent": "sample"}).text)
