from flask import Blueprint, current_app, render_template_string

bp = Blueprint("pages", __name__)

HOME = """<!doctype html>
<title>{{ config.SHOP_NAME }}</title>
<h1>{{ config.SHOP_NAME }}</h1>
<p>{{ teas|length }} teas on the shelf. <a href="{{ url_for('api.teas') }}">As JSON</a></p>
"""


@bp.get("/")
def home():
    return render_template_string(HOME, teas=current_app.extensions["teas"])


@bp.get("/about")
def about():
    return "<!doctype html><title>About</title><h1>About</h1><p>A shelf with tea on it.</p>"
