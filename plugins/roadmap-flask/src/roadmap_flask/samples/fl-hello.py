from flask import Flask

app = Flask(__name__)


@app.get("/hello/<name>")
def hello(name):
    return f"Hello, {name}!"


client = app.test_client()
for path in ("/hello/Ada", "/hello"):
    answer = client.get(path)
    print(path, "->", answer.status, answer.mimetype)
print(client.get("/hello/Ada").text)
