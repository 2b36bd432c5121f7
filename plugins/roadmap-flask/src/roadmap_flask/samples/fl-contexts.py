from flask import Flask, current_app, g, request

app = Flask(__name__)
app.config["SHOP"] = "the tea shop"


def who_asks():
    """Far away from the view, and nobody passed the request along."""
    return request.headers.get("X-Name", "somebody")


@app.get("/")
def index():
    g.count = g.get("count", 0) + 1
    return f"{who_asks()} asks {current_app.config['SHOP']}, g.count is {g.count}"


try:
    who_asks()
except RuntimeError as error:
    print("outside:", str(error).splitlines()[0])

client = app.test_client()
print(client.get("/", headers={"X-Name": "Ann"}).text)
print(client.get("/", headers={"X-Name": "Bob"}).text)

with app.app_context():
    print("pushed by hand:", current_app.config["SHOP"])
