"""The asyncio engine: the same statements, awaited; and the attribute that can't be awaited."""

import asyncio
import os

from sqlalchemy import ForeignKey, exc, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship()


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))


async def main():
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    sessions = async_sessionmaker(engine)
    async with sessions.begin() as session:
        session.add(Author(name="Jane Austen", books=[Book(title="Emma")]))
    async with sessions() as session:
        author = (await session.scalars(select(Author))).one()
        try:
            print(author.books)
        except exc.StatementError as problem:
            print("lazy:", type(problem.orig).__name__)
    async with sessions() as session:
        author = (await session.scalars(select(Author).options(selectinload(Author.books)))).one()
        print("loaded with the question:", [book.title for book in author.books])
    await engine.dispose()


asyncio.run(main())
