import socket


def test_capitals(random):
    """Answers a line in capitals."""
    said = random.choice(["hello", "good morning"])
    with socket.socket(socket.AF_UNIX) as line:
        line.connect("/run/app.sock")
        line.sendall(f"{said}\n".encode())
        heard = line.recv(100).decode().strip()
    assert heard == said.upper(), f"“{said}” was answered with “{heard}”, which is not in capitals."
