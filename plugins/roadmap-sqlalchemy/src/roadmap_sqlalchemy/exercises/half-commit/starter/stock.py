"""Moving copies between branches."""

from models import Stock
from sqlalchemy.orm import Session


class Refused(Exception):
    """The source has too few copies."""


def move(session, source_id, target_id, amount):
    try:
        source = session.get(Stock, source_id)
        if source.amount < amount:
            raise Refused(f"{source.branch} has {source.amount} only")
        source.amount -= amount
        session.commit()  # so that nobody else takes them
        target = session.get(Stock, target_id)
        target.amount += amount
    except Exception as problem:
        print("move failed:", problem)
    finally:
        session.commit()


def transfer(engine, source_id, target_id, amount):
    move(Session(engine), source_id, target_id, amount)


def retry(engine, work):
    with Session(engine) as session:
        return work(session)
