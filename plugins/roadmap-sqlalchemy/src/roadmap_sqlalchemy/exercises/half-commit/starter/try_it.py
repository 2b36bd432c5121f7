"""What Run executes: some moves, and the sum after each. Change it as you like."""

import stock
from database import open_database
from models import Base, Stock
from sqlalchemy import func, select
from sqlalchemy.orm import Session


def main():
    engine = open_database("try.db")
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add_all([Stock(id=1, branch="North", title="Emma", amount=5), Stock(id=2, branch="South", title="Emma", amount=1)])

    for source, target, amount in ((1, 2, 2), (1, 2, 9), (1, 99, 1)):
        try:
            stock.transfer(engine, source, target, amount)
        except Exception as problem:
            print("it raised", repr(problem))
        with Session(engine) as session:
            print(f"move {amount} from {source} to {target}: {session.scalars(select(Stock.amount)).all()}, in all {session.scalar(select(func.sum(Stock.amount)))} of 6")


if __name__ == "__main__":
    main()
