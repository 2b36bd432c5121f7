import http.client
import multiprocessing
import os
import runpy
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gunicorn.app.wsgiapp  # noqa: F401

Path("shop.py").write_text("""
import time
from flask import Flask

app = Flask(__name__)

@app.get("/ready")
def ready():
    return "yes"

@app.get("/slow")
def slow():
    time.sleep(0.2)  # a database, or somebody else's API
    return "done"
""")
# The control socket is for managing a running gunicorn, which nobody does here.
SERVERS = {
    "flask run": "flask --app shop run --port 5001",
    "flask run --without-threads": "flask --app shop run --port 5002 --without-threads",
    "gunicorn, 1 sync worker": "gunicorn --bind 127.0.0.1:5003 --no-control-socket shop:app",
    "gunicorn, 8 threads": "gunicorn --bind 127.0.0.1:5004 --no-control-socket --threads 8 shop:app",
}


def serve(command):
    """What the command does, in a process that need not load Flask and gunicorn again."""
    sys.argv = command.split()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    runpy.run_module(sys.argv[0], run_name="__main__")


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    return connection


def wait_for(port):
    for _ in range(160):
        try:
            return ask(port, "/ready").getresponse().read()
        except ConnectionError:
            time.sleep(0.05)
    raise SystemExit(f"nobody listens on port {port}")


def four_visitors(port):
    start = time.perf_counter()
    for connection in [ask(port, "/slow") for _ in range(4)]:
        assert connection.getresponse().read() == b"done"
    return time.perf_counter() - start


fork = multiprocessing.get_context("fork")
running = [fork.Process(target=serve, args=(command,)) for command in SERVERS.values()]
for server in running:
    server.start()
try:
    ports = range(5001, 5001 + len(SERVERS))
    for port in ports:
        wait_for(port)
    # All servers at the same time: waiting costs no computing time.
    with ThreadPoolExecutor() as pool:
        for name, took in zip(SERVERS, pool.map(four_visitors, ports), strict=True):
            print(f"{name:28} {took:.1f} s:", "one after another" if took > 0.6 else "all at once")
finally:
    for server in running:
        server.terminate()
