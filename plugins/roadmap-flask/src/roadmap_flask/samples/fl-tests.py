import unittest

from flask import Blueprint, Flask, abort, current_app, request, session

bp = Blueprint("shop", __name__)


@bp.post("/login")
def login():
    session["name"] = request.get_json()["name"]
    return "", 204


@bp.get("/basket")
def basket():
    if "name" not in session:
        abort(401)
    return {"owner": session["name"], "items": current_app.extensions["baskets"].get(session["name"], [])}


def create_app(config=None):
    app = Flask(__name__)
    app.config.from_mapping(config or {})
    app.extensions["baskets"] = {"ann": ["kettle"]}
    app.register_blueprint(bp)
    return app


class BasketTest(unittest.TestCase):
    def setUp(self):
        """An application and a client of its own for each test: nothing is left from the one before."""
        self.app = create_app({"TESTING": True, "SECRET_KEY": "for tests"})
        self.client = self.app.test_client()

    def log_in(self, name):
        with self.client.session_transaction() as session:
            session["name"] = name

    def test_a_stranger_has_no_basket(self):
        self.assertEqual(self.client.get("/basket").status_code, 401)

    def test_the_way_a_visitor_comes_in(self):
        self.client.post("/login", json={"name": "ann"})
        self.assertEqual(self.client.get("/basket").json["items"], ["kettle"])

    def test_a_new_customer_starts_with_nothing(self):
        self.log_in("bob")
        self.assertEqual(self.client.get("/basket").json, {"owner": "bob", "items": []})

    def test_a_bug_is_raised_into_the_test(self):
        with self.assertRaises(KeyError):
            self.client.post("/login", json={})


suite = unittest.defaultTestLoader.loadTestsFromTestCase(BasketTest)
result = unittest.TestResult()
suite.run(result)
print(result.testsRun, "tests,", len(result.failures), "failures,", len(result.errors), "errors")
