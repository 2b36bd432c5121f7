"""Questions with Core: conditions, lists, order, joins, groups."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, func, insert, or_, select

metadata = MetaData()
author = Table("author", metadata, Column("id", Integer, primary_key=True), Column("name", String))
book = Table(
    "book",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String),
    Column("year", Integer),
    Column("author_id", ForeignKey("author.id")),
)
engine = create_engine("sqlite://")
with engine.begin() as connection:
    metadata.create_all(connection)
    connection.execute(insert(author), [{"id": 1, "name": "Austen"}, {"id": 2, "name": "Stoker"}, {"id": 3, "name": "Nobody"}])
    connection.execute(
        insert(book),
        [
            {"title": "Emma", "year": 1815, "author_id": 1},
            {"title": "Persuasion", "year": 1817, "author_id": 1},
            {"title": "Dracula", "year": 1897, "author_id": 2},
        ],
    )

with engine.connect() as connection:
    old = select(book.c.title, book.c.year).where(book.c.year < 1850).where(book.c.title != "Emma")
    print("two conditions:", connection.execute(old).all())

    either = select(book.c.title).where(or_(book.c.year < 1816, book.c.title.startswith("D"))).order_by(book.c.year.desc())
    print("either:", connection.scalars(either).all())

    for wanted in ([1, 3], []):
        print("in_:", wanted, connection.scalars(select(book.c.title).where(book.c.id.in_(wanted)).order_by(book.c.id)).all())

    count = func.count(book.c.id).label("books")
    per_author = select(author.c.name, count).join_from(author, book, isouter=True).group_by(author.c.id).order_by(count.desc())
    print(per_author)
    for row in connection.execute(per_author):
        print("  ", row.name, row.books)

    hostile = "x' OR '1'='1"
    question = select(book.c.title).where(book.c.title == hostile)
    print("hostile:", connection.scalars(question).all(), question.compile().params)
