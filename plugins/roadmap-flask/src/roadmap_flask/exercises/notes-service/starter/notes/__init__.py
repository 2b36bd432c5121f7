from flask import Flask


def create_app():
    app = Flask(__name__)
    # 1. configuration  2. database and init-db  3. accounts  4. notes  5. errors
    return app
