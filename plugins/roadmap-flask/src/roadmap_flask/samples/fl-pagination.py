from flask import Flask, abort, request, url_for

app = Flask(__name__)
TEAS = [f"tea {number}" for number in range(1, 8)]


def whole_number(name, default, low, high):
    raw = request.args.get(name, default)
    try:
        value = int(raw)
    except ValueError:
        abort(400, f"{name} is not a whole number")
    if not low <= value <= high:
        abort(400, f"{name} is not between {low} and {high}")
    return value


@app.get("/teas")
def teas():
    size = whole_number("size", 3, 1, 100)
    page = whole_number("page", 1, 1, 10**6)
    items = TEAS[(page - 1) * size : page * size]
    links = []
    if page > 1:
        links.append(f'<{url_for("teas", page=page - 1, size=size)}>; rel="prev"')
    if page * size < len(TEAS):
        links.append(f'<{url_for("teas", page=page + 1, size=size)}>; rel="next"')
    return {"teas": items, "total": len(TEAS)}, 200, {"Link": ", ".join(links)}


client = app.test_client()
for query in ("", "?page=3", "?page=9", "?size=1000000", "?page=two"):
    answer = client.get(f"/teas{query}")
    print(query or "(none)", answer.status_code, (answer.get_json(silent=True) or {}).get("teas"))
    if answer.headers.get("Link"):
        print("    Link:", answer.headers["Link"])
