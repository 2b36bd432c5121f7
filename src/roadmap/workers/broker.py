"""What web and worker machines agree on: names in the broker, and that nothing but JSON goes through it."""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu.entity import Exchange, Queue
from kombu.exceptions import KombuError
from kombu.transport import redis, virtual

WORK = "roadmap.work"
"""The task of a ticket: run the submission whose turn it is. It takes no arguments."""
OBSERVE = "roadmap.observe"
"""The task of a job that a visitor waits for on the page."""

# No exchange of their own: bindings to one are lost with a Redis that restarts empty, and messages with them.
TICKETS = Queue("roadmap.submissions", Exchange(""), routing_key="roadmap.submissions")
OBSERVATIONS = Queue("roadmap.observations", Exchange(""), routing_key="roadmap.observations")
EVENTS = Exchange("roadmap.events", "fanout", durable=False, delivery_mode="transient")

CONNECT_SECONDS = 5
HEARTBEAT_SECONDS = 10
_REDIS = {
    # After this long Redis' side gives a ticket that nobody has acknowledged to another. No run takes that long.
    "visibility_timeout": 900,
    "socket_connect_timeout": CONNECT_SECONDS,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "health_check_interval": HEARTBEAT_SECONDS,
}
# Published is then what the broker has, and counts.
_AMQP = {"confirm_publish": True}


def make_app(url: str) -> Celery:
    """Celery as both sides use it. Nothing connects before the first use."""
    app = Celery("roadmap", broker=url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_queues=[TICKETS, OBSERVATIONS],
        task_default_queue=TICKETS.name,
        task_routes={OBSERVE: {"queue": OBSERVATIONS.name}},
        task_create_missing_queues=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        # Nobody who can reach the broker may steer a worker through it.
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        # What runs goes on while the broker is away: its verdict goes to the database.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        # Celery 5.7 restores what it reduces in the thread of the task that ends, which then reads from the connection
        # while Celery's own thread does: each takes answers that the other waits for, and both stand still. A ticket
        # too many in a worker costs nothing.
        worker_enable_prefetch_count_reduction=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=CONNECT_SECONDS,
        broker_heartbeat=2 * HEARTBEAT_SECONDS,
        broker_transport_options=_REDIS if url.startswith("redi") else _AMQP,
    )
    return app


class _QoS(redis.QoS):
    """kombu's, but a message that cannot be acknowledged, since Redis is away, is not held any more all the same.

    Otherwise a worker whose slots are all busy when Redis restarts takes them for busy ever after: it reads no more,
    and so never learns that it has lost its connection (kombu 5.7).
    """

    def ack(self, delivery_tag: str) -> None:
        try:
            self._remove_from_indices(delivery_tag).execute()
        finally:
            virtual.QoS.ack(self, delivery_tag)


redis.Channel.QoS = _QoS


def errors(app: Celery) -> tuple[type[BaseException], ...]:
    """What a broker that is away, or that hangs up, makes kombu raise."""
    connection: Any = app.connection_for_write()
    return (*connection.recoverable_connection_errors, *connection.recoverable_channel_errors, KombuError, OSError)


def connected(app: Celery, heartbeat: int | None = None) -> Any:
    """A new connection to the broker. One of `errors`, soon, where there is none to be had."""
    connection: Any = app.connection_for_write(heartbeat=heartbeat)
    # Otherwise kombu connects on first use, and tries that for ever.
    connection.ensure_connection(max_retries=0)
    return connection
