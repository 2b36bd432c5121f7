"""A database that somebody else made, explored and mapped."""

import sqlite3
import tempfile

from sqlalchemy import MetaData, Table, create_engine, exc, func, inspect, select
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session

path = f"{tempfile.mkdtemp()}/legacy.db"
with sqlite3.connect(path) as legacy:
    legacy.executescript("""
        CREATE TABLE customer (nr INTEGER PRIMARY KEY, surname TEXT NOT NULL, city VARCHAR(40));
        CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_nr INTEGER NOT NULL REFERENCES customer, total NUMERIC(8, 2));
        CREATE INDEX invoice_customer ON invoice (customer_nr);
        CREATE VIEW debtor AS SELECT surname FROM customer;
        INSERT INTO customer VALUES (7, 'Okafor', 'Lagos'), (9, 'Silva', NULL);
        INSERT INTO invoice VALUES (1, 7, 12.5), (2, 7, 30), (3, 9, 8);
    """)
legacy.close()

engine = create_engine(f"sqlite:///{path}")
look = inspect(engine)
print("tables:", look.get_table_names(), "views:", look.get_view_names())
for column in look.get_columns("customer"):
    print("  ", column["name"], column["type"], "may be empty" if column["nullable"] else "must be given")
print("foreign keys:", [(key["constrained_columns"], key["referred_table"]) for key in look.get_foreign_keys("invoice")])

invoice = Table("invoice", MetaData(), autoload_with=engine)
with engine.connect() as connection:
    print("with Core:", connection.execute(select(func.count(), func.sum(invoice.c.total))).one())

Base = automap_base()
Base.prepare(autoload_with=engine)
Customer = Base.classes.customer
with Session(engine) as session:
    for customer in session.scalars(select(Customer).order_by(Customer.nr)):
        print("with automap:", customer.surname, [float(one.total) for one in customer.invoice_collection])

try:
    Table("invoice", MetaData(), autoload=True)
except (TypeError, exc.ArgumentError) as problem:
    print("an old tutorial:", type(problem).__name__, "|", problem)
