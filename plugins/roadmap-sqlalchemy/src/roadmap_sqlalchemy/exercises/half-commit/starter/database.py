"""Opens a SQLite database with transactions as SQLAlchemy means them."""

from sqlalchemy import create_engine, event


def open_database(path):
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def leave_transactions_alone(raw, record):
        raw.isolation_level = None  # the driver would begin one at the first change only, after a SAVEPOINT

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    return engine
