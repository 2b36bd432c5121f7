import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

Path("shop.py").write_text("""
import os, time
from flask import Flask

app = Flask(__name__)
orders = 0

@app.get("/process")
def process():
    time.sleep(0.1)
    return [os.getpid()]

@app.get("/order")
def order():
    global orders
    orders += 1
    time.sleep(0.2)
    return [orders]
""")


def two_at_once(path):
    """Two visitors at the same time; a worker that is busy with one leaves the other to its neighbor."""
    connections = [http.client.HTTPConnection("127.0.0.1", 5010, timeout=5) for _ in range(2)]
    for connection in connections:
        connection.request("GET", path)
    return sorted(json.load(connection.getresponse())[0] for connection in connections)


def both_workers_are_up():
    try:
        return len(set(two_at_once("/process"))) == 2
    except ConnectionError:
        return False


command = "-m gunicorn --bind 127.0.0.1:5010 --no-control-socket --workers 2 shop:app"
server = subprocess.Popen([sys.executable, *command.split()], stderr=subprocess.DEVNULL)
try:
    while not both_workers_are_up():
        time.sleep(0.05)
    for _ in range(2):
        print("two orders, numbered", two_at_once("/order"))
finally:
    server.terminate()
