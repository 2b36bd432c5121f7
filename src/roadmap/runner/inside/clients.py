"""The client of each service, by the service's name."""

from __future__ import annotations

from .postgres_client import PostgresClient
from .redis_client import RedisClient
from .service_client import ServiceClient

CLIENTS: dict[str, type[ServiceClient]] = {"redis": RedisClient, "postgres": PostgresClient}
