"""Create, change and remove rows with Core, with the SQL that each statement becomes."""

from sqlalchemy import Column, Integer, MetaData, Numeric, String, Table, create_engine, delete, event, exc, func, insert, select, update

metadata = MetaData()
book = Table(
    "book",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(80), nullable=False),
    Column("year", Integer),
    Column("price", Numeric(6, 2)),
)
engine = create_engine("sqlite://")
metadata.create_all(engine)


@event.listens_for(engine, "before_cursor_execute")
def show(connection, cursor, statement, parameters, context, executemany):
    print("  SQL:", " ".join(statement.split()), "|", f"{len(parameters)} sets of values" if executemany else parameters)


with engine.begin() as connection:
    emma = connection.execute(insert(book).values(title="Emma", year=1815, price=9)).inserted_primary_key
    print("the new key:", emma.id)
    connection.execute(
        insert(book),
        [{"title": "Persuasion", "year": 1817, "price": 8}, {"title": "Dracula", "year": 1897, "price": 7}],
    )
    raised = connection.execute(update(book).where(book.c.year < 1850).values(price=book.c.price + 1))
    print("rows changed:", raised.rowcount)
    gone = connection.execute(delete(book).where(book.c.title == "Dracula").returning(book.c.id, book.c.year))
    print("removed:", gone.all())
    print("left:", connection.scalar(select(func.count()).select_from(book)))

try:
    insert("book")
except exc.ArgumentError as problem:
    print("insert('book'):", problem)
