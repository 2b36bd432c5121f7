import os
import sqlite3

from flask import Flask, render_template, request
from markupsafe import Markup

app = Flask(__name__)
app.debug = True
app.config["SECRET_KEY"] = os.urandom(32)
app.config["SESSION_COOKIE_HTTPONLY"] = False

current_user = None
connections = []


def get_db():
    connection = sqlite3.connect("shop.db", check_same_thread=False)
    connections.append(connection)
    return connection


def init_db():
    connection = sqlite3.connect("shop.db")
    connection.executescript(
        """
        DROP TABLE IF EXISTS users;
        DROP TABLE IF EXISTS goods;
        CREATE TABLE users (name TEXT PRIMARY KEY, password TEXT);
        CREATE TABLE goods (name TEXT, price INTEGER);
        INSERT INTO users VALUES ('ann', 'apple'), ('bob', 'banana');
        INSERT INTO goods VALUES ('kettle', 30), ('teapot', 45), ('tea towel', 8), ('mug', 12);
        """
    )
    connection.commit()
    connection.close()


init_db()


@app.post("/login")
def login():
    global current_user
    name, password = request.form["name"], request.form["password"]
    row = get_db().execute(f"SELECT name FROM users WHERE name = '{name}' AND password = '{password}'").fetchone()
    if row is None:
        return {"error": "Wrong name or password."}, 401
    current_user = row[0]
    return {"name": current_user}


@app.post("/logout")
def logout():
    global current_user
    current_user = None
    return "", 204


@app.get("/me")
def me():
    if current_user is None:
        return {"error": "Please log in."}, 401
    return {"name": current_user}


@app.get("/search")
def search():
    query = request.args.get("q", "")
    goods = get_db().execute(f"SELECT name, price FROM goods WHERE name LIKE '%{query}%' ORDER BY name").fetchall()
    message = Markup(f"{len(goods)} results for {query}")
    return render_template("search.html", query=query, goods=goods, message=message)


@app.get("/report")
def report():
    rows = get_db().execute("SELECT sum(amount) FROM sales").fetchall()
    return {"sales": rows[0][0]}
