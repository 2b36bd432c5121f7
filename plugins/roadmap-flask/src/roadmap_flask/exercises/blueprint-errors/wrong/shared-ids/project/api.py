from itertools import count

from flask import Blueprint, abort, current_app, request, url_for

bp = Blueprint("api", __name__)
ids = count(1)


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
    tea = {"id": next(ids), "name": name}
    shelf().append(tea)
    return tea, 201, {"Location": url_for("api.tea", tea_id=tea["id"])}


@bp.get("/teas/<int:tea_id>")
def tea(tea_id):
    return next((tea for tea in shelf() if tea["id"] == tea_id), None) or abort(404)


@bp.get("/portion")
def portion():
    grams = request.args.get("grams", 0, type=int)
    cups = request.args.get("cups", 1, type=int)
    return {"grams_per_cup": grams / cups}
