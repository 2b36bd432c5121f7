"""Two tables, a key between them, and questions that need both."""

import sqlite3

db = sqlite3.connect(":memory:")
db.executescript("""
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY,
        customer INTEGER NOT NULL REFERENCES customers (id),
        cents INTEGER NOT NULL CHECK (cents > 0)
    );
    INSERT INTO customers VALUES (1, 'ann'), (2, 'bob'), (3, 'cyd');
    INSERT INTO orders (customer, cents) VALUES (1, 900), (1, 250), (2, 400);
""")

print("orders with names:")
for row in db.execute("SELECT name, cents FROM orders JOIN customers ON customers.id = orders.customer ORDER BY cents"):
    print("  ", row)

print("everybody, with a sum, even of nothing:")
for row in db.execute("""
    SELECT name, count(orders.id), coalesce(sum(cents), 0)
    FROM customers LEFT JOIN orders ON orders.customer = customers.id
    GROUP BY customers.id ORDER BY name
"""):
    print("  ", row)

try:
    db.execute("INSERT INTO customers (name) VALUES (?)", ("ann",))
except sqlite3.IntegrityError as problem:
    print("refused:", problem)
