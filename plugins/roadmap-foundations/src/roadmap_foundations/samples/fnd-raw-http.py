"""A web server with nothing but a socket, and every byte that crosses it."""

import socket
import threading

RESPONSE = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: 13\r\n"
    b"Connection: close\r\n"
    b"\r\n"
    b"Gr\xc3\xbc\xc3\x9f Gott!\n"
)


def serve_one(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(1024)
        connection.sendall(RESPONSE)


with socket.create_server(("127.0.0.1", 0)) as listener:
    threading.Thread(target=serve_one, args=(listener,)).start()
    with socket.create_connection(listener.getsockname()) as client:
        client.sendall(b"GET /greeting?lang=de HTTP/1.1\r\nHost: shop.example\r\nAccept: text/plain\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(1024), b""))

head, _, body = answer.partition(b"\r\n\r\n")
for line in head.split(b"\r\n"):
    print(line)
print("an empty line, then", len(body), "bytes:", body)
print("as text:", body.decode())
