"""The run's redis-server for its judge, and what lies in it as the broker of Celery."""

from __future__ import annotations

import functools

import redis as redis_library
from redis.backoff import NoBackoff
from redis.retry import Retry

from .broker import Broker
from .service_client import Server, ServiceClient

_SOCKET = "/run/redis/redis.sock"


class RedisClient(ServiceClient):
    fixtures = ("redis", "redis_server", "broker")

    @functools.cached_property
    def redis(self) -> redis_library.Redis:
        # The client's own habit is to try again for seconds when the server is gone; a check wants to see that it is.
        return redis_library.Redis(
            unix_socket_path=_SOCKET,
            decode_responses=True,
            socket_timeout=self._seconds,
            retry=Retry(NoBackoff(), 0),
        )

    @functools.cached_property
    def redis_server(self) -> Server:
        return Server("redis", "redis-server", self._ask)

    @functools.cached_property
    def broker(self) -> Broker:
        return Broker(self.redis)

    def refresh(self) -> None:
        if not self.redis_server.running:
            self.redis_server.start()
        try:
            self.redis.flushall()
        except redis_library.RedisError:
            self.redis_server.kill()
            self.redis_server.start()
