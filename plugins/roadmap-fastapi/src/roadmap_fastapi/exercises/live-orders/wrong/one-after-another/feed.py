from collections import defaultdict


class Feed:
    def __init__(self):
        self.sockets = defaultdict(set)

    async def publish(self, customer, message):
        for websocket in list(self.sockets[customer]):
            await websocket.send_json(message)

    def count(self, customer):
        return len(self.sockets[customer])


feed = Feed()
