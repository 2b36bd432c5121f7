import sqlite3

BOOKS = [(1, "Emma", 899), (2, "Persuasion", 750), (3, "Sanditon", 620)]


def connect():
    return sqlite3.connect("shop.sqlite")


def query(sql, values=()):
    connection = connect()
    try:
        with connection:
            return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


query("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, cents INTEGER NOT NULL)")
for book in BOOKS:
    query("INSERT INTO books VALUES (?, ?, ?)", book)
