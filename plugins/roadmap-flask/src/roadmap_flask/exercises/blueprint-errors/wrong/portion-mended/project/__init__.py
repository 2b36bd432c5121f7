import json

from flask import Flask, request, url_for
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from . import api, pages


def create_app(config=None):
    app = Flask(__name__)
    app.config.from_mapping(SHOP_NAME="Tea shelf", PAGE_SIZE=20)
    app.config.from_prefixed_env()
    app.config.from_mapping(config or {})
    app.extensions["teas"] = []
    app.register_blueprint(pages.bp)
    app.register_blueprint(api.bp, url_prefix="/api/v1")
    app.register_error_handler(HTTPException, answer_error)
    return app


def answer_error(error):
    """Every HTTP error passes here; so does an unexpected exception, once Flask has logged it and made it a 500."""
    response = error.get_response()
    if request.path.startswith("/api/"):
        response.data = json.dumps({"title": error.name, "status": error.code})
        response.content_type = "application/problem+json"
    else:
        response.data = (
            f"<!doctype html><title>{escape(error.name)}</title><h1>{escape(error.name)}</h1>"
            f"<p><a href='{url_for('pages.home')}'>Back to the shelf</a></p>"
        )
    return response
