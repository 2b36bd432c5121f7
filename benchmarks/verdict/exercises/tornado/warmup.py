import asyncio
import json
import os
import tempfile

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket
from tornado.web import Application, HTTPError, RequestHandler


class Echo(RequestHandler):
    async def post(self):
        try:
            self.write(json.loads(self.request.body))
        except ValueError:
            raise HTTPError(400) from None


async def ask(path, body):
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"POST / HTTP/1.1\r\nHost: app\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    answer = await reader.read()
    writer.close()
    return answer


async def visit(folder):
    path = os.path.join(folder, "warm.sock")
    server = HTTPServer(Application([("/", Echo)], log_function=lambda handler: None))
    server.add_socket(bind_unix_socket(path))
    for body in (b'{"a": 1}', b"{"):
        await ask(path, body)
    server.stop()
    await server.close_all_connections()


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(visit(folder))
