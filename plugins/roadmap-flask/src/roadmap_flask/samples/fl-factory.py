from flask import Blueprint, Flask, current_app, g, render_template_string


class Visits:
    """An extension: counts requests, and says so in a header. It holds no application."""

    def __init__(self, app=None):
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.config.setdefault("VISITS_HEADER", "X-Visits")
        app.extensions["visits"] = {"count": 0}
        app.before_request(self._count)
        app.after_request(self._tell)

    @property
    def count(self):
        return current_app.extensions["visits"]["count"]

    def _count(self):
        current_app.extensions["visits"]["count"] += 1
        g.visit = self.count

    def _tell(self, response):
        response.headers[current_app.config["VISITS_HEADER"]] = str(g.visit)
        return response


visits = Visits()
pages = Blueprint("pages", __name__)


@pages.get("/")
def home():
    return render_template_string("{{ config.SHOP }}, visit {{ visit }}", visit=visits.count)


def create_app(config=None):
    app = Flask(__name__)
    app.config.from_mapping(SHOP="Tea shelf")
    app.config.from_mapping(config or {})
    visits.init_app(app)
    app.register_blueprint(pages)
    return app


first = create_app()
second = create_app({"SHOP": "Coffee corner", "VISITS_HEADER": "X-Guests"})
for app in (first, first, second):
    answer = app.test_client().get("/")
    header = app.config["VISITS_HEADER"]
    print(answer.text, "|", header, answer.headers[header])
