import os
import sqlite3

from flask import Flask, g, render_template, request, session

app = Flask(__name__)
app.config["SECRET_KEY"] = os.urandom(32)
app.config["SESSION_COOKIE_HTTPONLY"] = True
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
app.config["SESSION_COOKIE_SECURE"] = True


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect("shop.db")
    return g.db


@app.teardown_appcontext
def close_db(error):
    connection = g.pop("db", None)
    if connection is not None:
        connection.close()


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
    name, password = request.form["name"], request.form["password"]
    row = get_db().execute("SELECT name FROM users WHERE name = ? AND password = ?", (name, password)).fetchone()
    if row is None:
        return {"error": "Wrong name or password."}, 401
    session.clear()
    session["name"] = row[0]
    return {"name": row[0]}


@app.post("/logout")
def logout():
    session.clear()
    return "", 204


@app.get("/me")
def me():
    if "name" not in session:
        return {"error": "Please log in."}, 401
    return {"name": session["name"]}


@app.get("/search")
def search():
    query = request.args.get("q", "")
    goods = (
        get_db()
        .execute("SELECT name, price FROM goods WHERE instr(lower(name), lower(?)) ORDER BY name", (query,))
        .fetchall()
    )
    return render_template("search.html", query=query, goods=goods, message=f"{len(goods)} results for {query}")


@app.get("/report")
def report():
    rows = get_db().execute("SELECT sum(amount) FROM sales").fetchall()
    return {"sales": rows[0][0]}
