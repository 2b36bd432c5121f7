import json

from tornado.web import Application, HTTPError, RequestHandler


class JSON(RequestHandler):
    def body(self):
        try:
            found = json.loads(self.request.body)
        except ValueError:
            raise HTTPError(400, reason="This is not JSON") from None
        if not isinstance(found, dict):
            raise HTTPError(400, reason="This is not an object")
        return found

    def write_error(self, status_code, **kwargs):
        self.finish({"error": self._reason})

    @property
    def rooms(self):
        return self.application.settings["rooms"]


class Rooms(JSON):
    async def get(self):
        self.write({"rooms": sorted(self.rooms)})


class Room(JSON):
    async def get(self, name):
        if name not in self.rooms:
            raise HTTPError(404, reason="There is no such room")
        since = int(self.get_query_argument("since", "0"))
        self.write({"messages": self.rooms[name][since:]})

    async def post(self, name):
        text = self.body().get("text")
        if not text:
            raise HTTPError(400, reason="text is missing")
        messages = self.rooms.setdefault(name, [])
        messages.append(text)
        self.set_status(201)
        self.set_header("Location", f"/rooms/{name}?since={len(messages) - 1}")
        self.write({"number": len(messages)})

    async def delete(self, name):
        self.rooms.pop(name, None)
        self.set_status(204)


app = Application([("/rooms", Rooms), ("/rooms/([a-z]+)", Room)], rooms={})
