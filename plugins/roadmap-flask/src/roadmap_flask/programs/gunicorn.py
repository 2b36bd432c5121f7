"""A WSGI application behind gunicorn, started as an operator would start it, with the learner's gunicorn.conf.py.

The socket is handed over as systemd hands it over: it is ours, so that it outlives a gunicorn which was told to end,
and the next one takes up where that one stopped.
"""

import os
import select
import socket
import sys

HANDED_OVER = 3  # the first descriptor of socket activation
OPTIONS = ("--no-control-socket", "--config", "gunicorn.conf.py")


def serve(program):
    # The program's own socket has no name on this side of the wall, so that we ask on a second one.
    with socket.create_server(("127.0.0.1", 0)) as inside:
        listeners = (program.listener, inside)
        master = start(listeners, program.entry)
        wait_until_up(inside.getsockname(), master)
        program.ready()
        while ended(master) == 0:
            master = start(listeners, program.entry)


def start(listeners, entry):
    pid = os.fork()
    if pid:
        return pid
    try:
        # Out of the way first: one of them may have the very number that another is to get.
        copies = [os.dup(listener.fileno()) for listener in listeners]
        copies = [os.dup2(copy, 100 + number) for number, copy in enumerate(copies)]
        for number, copy in enumerate(copies):
            os.dup2(copy, HANDED_OVER + number)
        handed = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(listeners))}
        os.closerange(HANDED_OVER + len(listeners), 256)
        command = [sys.executable, "-m", "gunicorn", *OPTIONS, entry]
        os.execve(sys.executable, command, {**os.environ, **handed})  # noqa: S606 - no shell is wanted
    finally:
        os._exit(70)


def wait_until_up(address, master):
    """Until it answers a request, or has given up."""
    with socket.create_connection(address) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        while not select.select([client], [], [], 0.05)[0]:
            pid, status = os.waitpid(master, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                raise RuntimeError(f"gunicorn did not start and ended with {code}; what it printed says why")


def ended(master):
    return os.waitstatus_to_exitcode(os.waitpid(master, 0)[1])
