"""What the pages of the shop ask."""

from models import Author, Book, Review
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload


class Repo:
    def __init__(self, session):
        self.session = session

    def catalogue(self):
        question = select(Author).order_by(Author.id).options(selectinload(Author.books).selectinload(Book.genres))
        return [
            (author.name, [(book.title, [genre.name for genre in book.genres]) for book in author.books])
            for author in self.session.scalars(question)
        ]

    def shelf(self):
        books = self.session.scalars(select(Book).order_by(Book.id).options(joinedload(Book.author)))
        return [f"{book.title} by {book.author.name}" for book in books]

    def counts(self):
        authors = self.session.scalars(select(Author).order_by(Author.id).options(joinedload(Author.books))).unique()
        return [(author.name, len(author.books)) for author in authors]

    def page(self, number, size):
        question = select(Author).order_by(Author.id).limit(size).offset((number - 1) * size)
        authors = self.session.scalars(question.options(selectinload(Author.books)))
        return [(author.name, [book.title for book in author.books]) for author in authors]

    def rated(self, minimum):
        question = select(Book.title).join(Book.reviews).group_by(Book.id).having(func.avg(Review.stars) >= minimum)
        return self.session.scalars(question.order_by(Book.id)).all()
