"""What waits in sockets is seen, whoever holds it, and not what has been read. In a network of its own, to be alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import roadmap.runner.inside

SCRIPT = """
import fcntl, json, socket, struct, sys
sys.path.insert(0, sys.argv[1])
from inside import sockets

opened, found = [], {}

def fill(sender, size=65536):
    sender.setblocking(False)
    sent = 0
    try:
        while True: sent += sender.send(bytes(size))
    except BlockingIOError:
        return sent

def pairs(count, kind=socket.SOCK_STREAM):
    made = [socket.socketpair(socket.AF_UNIX, kind) for _ in range(count)]
    opened.extend(one for pair in made for one in pair)
    return made

def measure(name, act):
    before = sockets.held()
    sent = act()
    found[name] = [sent, sockets.held() - before]

with socket.socket() as loopback:
    fcntl.ioctl(loopback, 0x8914, struct.pack("16sh14x", b"lo", 1 | 64))
live = pairs(8)
measure("open", lambda: sum(fill(one) for one, _ in live))

def read():
    for _, other in live:
        other.setblocking(False)
        try:
            while other.recv(1 << 20): pass
        except BlockingIOError: pass
    return 0

measure("read", read)

def hang_up():
    made = pairs(30)
    sent = sum(fill(one) for one, _ in made)
    for one, _ in made: one.close()
    return sent

measure("hung up", hang_up)
measure("datagrams", lambda: sum(fill(one, 4096) for one, _ in pairs(4, socket.SOCK_DGRAM)))

def tcp():
    opened.append(socket.create_server(("127.0.0.1", 0)))
    opened.append(socket.create_connection(opened[-1].getsockname()))
    return fill(opened[-1])

measure("tcp", tcp)
found["bound"] = [sockets.held(), sockets.most()]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found():
    """By what was done: bytes sent, and bytes that were counted."""
    package = Path(roadmap.runner.inside.__file__).parents[1]
    command = ["unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", SCRIPT, str(package)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("how", ["open", "hung up", "datagrams", "tcp"])
def test_what_waits_is_counted(found, how):
    """A kernel's bookkeeping for small messages is more than the messages; of those who hung up, each counts as full."""
    sent, counted = found[how]
    assert sent > 0
    assert sent * 0.6 <= counted <= sent * 4


def test_what_was_read_is_not(found):
    assert found["read"][1] <= -0.9 * found["open"][1]


def test_the_cheap_bound_is_above_the_count(found):
    counted, bound = found["bound"]
    assert bound > counted > 0
