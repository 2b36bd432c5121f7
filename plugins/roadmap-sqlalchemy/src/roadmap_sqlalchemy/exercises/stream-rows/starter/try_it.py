"""What Run executes: an export of twelve rows in portions of five. Change it as you like."""

import datetime
import os
from decimal import Decimal

import export
from sqlalchemy import create_engine, insert


def main():
    engine = create_engine(os.environ["DATABASE_URL"])
    export.measurement.metadata.create_all(engine)
    with engine.begin() as connection:
        rows = [
            {"id": n, "day": datetime.date(2026, 11, n), "amount": Decimal(n) / 8, "note": None if n % 3 else "calm"}
            for n in range(1, 13)
        ]
        connection.execute(insert(export.measurement), rows)
    print("rows:", export.export(engine, lambda text: print(text, end="---\n"), 5, lambda count: print(count, "so far")))
    print("in use:", engine.pool.checkedout())


if __name__ == "__main__":
    main()
