from flask import Flask, abort, render_template_string, request

app = Flask(__name__)
CITY = {"name": "Lund", "people": 94703}


@app.get("/city")
def city():
    kind = request.accept_mimetypes.best_match(["application/json", "text/html"])
    if kind == "application/json":
        answer = app.json.response(CITY)
    elif kind == "text/html":
        answer = app.make_response(render_template_string("<h1>{{ name }}</h1>", **CITY))
    else:
        abort(406)
    answer.vary.add("Accept")
    return answer


client = app.test_client()
for accept in ("application/json", "text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "image/png"):
    answer = client.get("/city", headers={"Accept": accept})
    print(f"{accept:40} {answer.status_code} {answer.mimetype:17} {answer.headers.get('Vary', '')}")
