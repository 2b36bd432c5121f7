import multiprocessing
import time

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0, x_host=0)
hits = multiprocessing.Value("q", 0)


@app.get("/")
def index():
    return "It runs."


@app.get("/slow")
def slow():
    time.sleep(0.5)  # a database, or somebody else's API
    return {"done": True}


@app.post("/hits")
def hit():
    with hits.get_lock():
        hits.value += 1
        return {"hits": hits.value}


@app.get("/hits")
def count():
    return {"hits": hits.value}


@app.get("/whoami")
def whoami():
    return {"address": request.remote_addr}
