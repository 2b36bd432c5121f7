from flask import Blueprint, abort, current_app, request, url_for

bp = Blueprint("api", __name__)


def shelf():
    return current_app.extensions["teas"]


@bp.get("/teas")
def teas():
    return {"teas": shelf()[: current_app.config["PAGE_SIZE"]]}


@bp.post("/teas")
def add_tea():
    body = request.get_json()  # answers 400 by itself when the JSON is malformed
    name = body.get("name") if isinstance(body, dict) else None
    if not isinstance(name, str) or not name.strip():
        abort(400)
    tea = {"id": len(shelf()) + 1, "name": name}
    shelf().append(tea)
    return tea, 201, {"Location": url_for("api.tea", tea_id=tea["id"])}


@bp.get("/teas/<int:tea_id>")
def tea(tea_id):
    if not 1 <= tea_id <= len(shelf()):
        abort(404)
    return shelf()[tea_id - 1]


@bp.get("/portion")
def portion():
    grams = request.args.get("grams", 0, type=int)
    cups = request.args.get("cups", 1, type=int)
    if not cups:
        abort(400, "How many cups?")
    return {"grams_per_cup": grams / cups}
