from flask import Flask, session

app = Flask(__name__)
app.secret_key = "only for this sample"
current_user = None


@app.post("/login/<name>")
def login(name):
    global current_user
    current_user = name
    session["name"] = name
    return "", 204


@app.get("/global")
def from_global():
    return f"{current_user}"


@app.get("/session")
def from_session():
    return session["name"]


ann, bob = app.test_client(), app.test_client()
ann.post("/login/Ann")
bob.post("/login/Bob")
print("Ann asks. From the global: ", ann.get("/global").text)
print("Ann asks. From the session:", ann.get("/session").text)
