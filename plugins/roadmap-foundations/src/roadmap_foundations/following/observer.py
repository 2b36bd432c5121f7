"""The client: writes a request into the program's socket byte by byte, and keeps what comes back."""

import base64
import socket
import time

LARGEST = 64 * 1024


def observe(input, world):
    world.probe("listen", input["agreement"])
    sent = base64.b64decode(input["request"])
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(5)
    steps = []
    problem = ""
    received = b""
    with client:
        client.connect("/run/app.sock")
        steps.append({"step": "sent", "at": time.monotonic_ns(), "bytes": input["request"]})
        client.sendall(sent)
        try:
            while len(received) < LARGEST and (chunk := client.recv(16 * 1024)):
                received += chunk
        except TimeoutError:
            problem = "The program did not answer within five seconds."
    text = base64.b64encode(received).decode()
    steps.append({"step": "received", "at": time.monotonic_ns(), "bytes": text})
    return {"steps": world.probe("seen") + steps, "problem": problem}
