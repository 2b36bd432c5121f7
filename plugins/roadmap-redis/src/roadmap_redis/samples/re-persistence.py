import contextlib
import subprocess
import tempfile
import time
from pathlib import Path

import redis

AS_INSTALLED = []
APPEND_ONLY = ["--appendonly", "yes", "--appendfsync", "everysec"]


def start(folder, options):
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", socket, "--dir", folder, *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    db = redis.Redis(unix_socket_path=str(socket), decode_responses=True)
    while True:
        with contextlib.suppress(redis.ConnectionError, redis.BusyLoadingError):
            db.ping()
            return process, db
        time.sleep(0.005)


def story(title, options, *, snapshot=False, end=subprocess.Popen.kill):
    with tempfile.TemporaryDirectory() as name:
        process, db = start(Path(name), options)
        db.set("order:1", "one kettle")
        if snapshot:
            db.save()
        db.set("order:2", "two cups")
        end(process)
        process.wait()

        process, db = start(Path(name), options)
        print(f"{title:29}", "order 1:", db.get("order:1"), "| order 2:", db.get("order:2"))
        process.kill()
        process.wait()


story("as installed, killed", AS_INSTALLED)
story("a snapshot in between, killed", AS_INSTALLED, snapshot=True)
story("append-only file, killed", APPEND_ONLY)
story("as installed, stopped nicely", AS_INSTALLED, end=subprocess.Popen.terminate)
