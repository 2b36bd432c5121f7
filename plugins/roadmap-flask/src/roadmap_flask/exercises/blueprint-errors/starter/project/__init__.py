from flask import Flask


def create_app(config=None):
    app = Flask(__name__)
    # 1. configuration  2. blueprints  3. error handlers
    return app
