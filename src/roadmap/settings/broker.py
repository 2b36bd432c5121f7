"""The broker's address: given, or read from its file."""

from __future__ import annotations

from pathlib import Path

from roadmap.settings.keys import BROKER, UNSET


def find_broker(runner: str, given: str, file: Path) -> str:
    """The address: `given`, or what `file` holds; empty where there is neither and none is needed.

    :raises ValueError: it is needed and missing, or what the file holds is no broker's address.
    """
    if given or runner != "celery":
        return given
    if file == UNSET:
        raise ValueError(
            "roadmap.broker: missing, and roadmap.runner is celery: name the Redis or RabbitMQ that web and worker "
            "machines share, for example redis://localhost:6379/0"
        )
    try:
        return str(BROKER.read(file.read_text().strip()))
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"roadmap.broker_file: {file} can't be read: {error}") from None
    except ValueError:
        raise ValueError(f"roadmap.broker_file: what {file} holds must be {BROKER.allowed}") from None
