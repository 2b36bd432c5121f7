"""Moving copies between branches."""

from models import Stock
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

ATTEMPTS = 3


class Refused(Exception):
    """The source has too few copies."""


def move(session, source_id, target_id, amount):
    """Move copies within the caller's transaction."""
    source, target = session.get(Stock, source_id), session.get(Stock, target_id)
    if source is None or target is None:
        raise LookupError(f"there is no stock {source_id if source is None else target_id}")
    try:
        with session.begin_nested():
            source.amount -= amount
            target.amount += amount
    except IntegrityError as problem:
        raise Refused(f"stock {source_id} has fewer than {amount} copies") from problem


def transfer(engine, source_id, target_id, amount):
    """One move as a unit of its own."""
    with Session(engine) as session, session.begin():
        move(session, source_id, target_id, amount)


def retry(engine, work):
    """Do `work(session)` and commit; again with a new session if somebody else was quicker."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with Session(engine) as session, session.begin():
                return work(session)
        except StaleDataError:
            if attempt == ATTEMPTS:
                raise
