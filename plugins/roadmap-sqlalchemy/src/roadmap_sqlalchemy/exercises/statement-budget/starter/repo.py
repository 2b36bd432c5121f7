"""What the pages of the shop ask."""

from models import Author, Book
from sqlalchemy import select


class Repo:
    def __init__(self, session):
        self.session = session

    def catalogue(self):
        authors = self.session.scalars(select(Author).order_by(Author.id))
        return [
            (author.name, [(book.title, [genre.name for genre in book.genres]) for book in author.books])
            for author in authors
        ]

    def shelf(self):
        books = self.session.scalars(select(Book).order_by(Book.id))
        return [f"{book.title} by {book.author.name}" for book in books]

    def counts(self):
        authors = self.session.scalars(select(Author).order_by(Author.id))
        return [(author.name, len(author.books)) for author in authors]

    def page(self, number, size):
        authors = self.session.scalars(select(Author).order_by(Author.id)).all()
        chosen = authors[(number - 1) * size : number * size]
        return [(author.name, [book.title for book in author.books]) for author in chosen]

    def rated(self, minimum):
        found = []
        for book in self.session.scalars(select(Book).order_by(Book.id)):
            stars = [review.stars for review in book.reviews]
            if stars and sum(stars) / len(stars) >= minimum:
                found.append(book.title)
        return found
