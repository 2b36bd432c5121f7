import base64

from flask import Flask, session

app = Flask(__name__)
app.secret_key = "a long random text, and never in the repository"
app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=True)


@app.post("/login/<name>")
def login(name):
    session.clear()
    session["name"] = name
    return "", 204


@app.get("/me")
def me():
    return f"You are {session.get('name', 'a stranger')}."


client = app.test_client()
header = client.post("/login/ann", base_url="https://localhost").headers["Set-Cookie"]
value = header.partition("=")[2].partition(";")[0]
content, when, signature = value.split(".")
print("flags:  ", "; ".join(part.strip() for part in header.split(";")[1:]))
print("readable", base64.urlsafe_b64decode(content + "==").decode())


def me_with(cookie):
    visitor = app.test_client()
    visitor.set_cookie("session", cookie)
    return visitor.get("/me").text


print("honest: ", me_with(value))
forged = base64.urlsafe_b64encode(b'{"name":"bob"}').rstrip(b"=").decode()
print("forged: ", me_with(f"{forged}.{when}.{signature}"))
