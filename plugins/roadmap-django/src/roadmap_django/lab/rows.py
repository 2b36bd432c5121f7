"""What is in the shop: the same rows for everybody and every time."""

import datetime

from shop.models import Author, Book, Customer, Genre, Line, Order

GENRES = ("novel", "satire", "mystery", "science fiction", "letters", "poetry")

AUTHORS = (
    ("Jane Austen", 1775),
    ("Mary Shelley", 1797),
    ("Charlotte Brontë", 1816),
    ("George Eliot", 1819),
    ("Jules Verne", 1828),
    ("Arthur Conan Doyle", 1859),
    ("H. G. Wells", 1866),
    ("James Joyce", 1882),
    ("Virginia Woolf", 1882),
    ("Karel Čapek", 1890),
)

# Title, author's number, year, pages, price in cents, stock, genres' numbers.
BOOKS = (
    ("Sense and Sensibility", 1, 1811, 409, 950, 4, (1, 2)),
    ("Pride and Prejudice", 1, 1813, 432, 990, 12, (1, 2)),
    ("Emma", 1, 1815, 474, 1050, 7, (1, 2)),
    ("Persuasion", 1, 1817, 254, 850, 0, (1,)),
    ("Frankenstein", 2, 1818, 280, 890, 9, (1, 4)),
    ("The Last Man", 2, 1826, 479, 1290, 2, (1, 4)),
    ("Jane Eyre", 3, 1847, 532, 1090, 6, (1,)),
    ("Villette", 3, 1853, 573, 1190, 3, (1,)),
    ("The Mill on the Floss", 4, 1860, 579, 1150, 2, (1,)),
    ("Middlemarch", 4, 1871, 880, 1490, 5, (1, 2)),
    ("Journey to the Centre of the Earth", 5, 1864, 240, 790, 8, (1, 4)),
    ("Around the World in Eighty Days", 5, 1872, 252, 790, 10, (1,)),
    ("A Study in Scarlet", 6, 1887, 140, 690, 5, (1, 3)),
    ("The Sign of the Four", 6, 1890, 150, 690, 0, (1, 3)),
    ("The Hound of the Baskervilles", 6, 1902, 210, 750, 11, (1, 3)),
    ("The Time Machine", 7, 1895, 118, 650, 9, (1, 4)),
    ("The War of the Worlds", 7, 1898, 192, 750, 4, (1, 4)),
    ("Dubliners", 8, 1914, 152, 720, 3, (1,)),
    ("Ulysses", 8, 1922, 732, 1790, 2, (1, 2)),
    ("Mrs Dalloway", 9, 1925, 194, 850, 6, (1,)),
    ("Orlando", 9, 1928, 299, 890, 0, (1, 2)),
    ("The Waves", 9, 1931, 228, 890, 4, (1, 6)),
    ("A Room of One's Own", 9, 1929, 112, 650, 7, (5,)),
    ("War with the Newts", 10, 1936, 240, 950, 3, (1, 2, 4)),
)

CUSTOMERS = (
    ("Ada Berger", "Zürich"),
    ("Ben Okafor", "London"),
    ("Chiara Rossi", "Torino"),
    ("Dmitri Petrov", "Sofia"),
    ("Elif Kaya", "İzmir"),
    ("Farid Haddad", "Lyon"),
    ("Grace Lindqvist", "Malmö"),
    ("Hiro Tanaka", "Osaka"),
)

ORDERS = 36
FIRST_DAY = datetime.date(2026, 8, 3)


def fill():
    """Primary keys count from one, in the order in which things stand here."""
    Genre.objects.bulk_create(Genre(name=name) for name in GENRES)
    Author.objects.bulk_create(Author(name=name, born=born) for name, born in AUTHORS)
    Book.objects.bulk_create(
        Book(title=title, author_id=author, year=year, pages=pages, price=f"{cents / 100:.2f}", stock=stock)
        for title, author, year, pages, cents, stock, _ in BOOKS
    )
    tags = Book.genres.through
    tags.objects.bulk_create(
        tags(book_id=number, genre_id=genre) for number, book in enumerate(BOOKS, 1) for genre in book[-1]
    )
    Customer.objects.bulk_create(Customer(name=name, city=city) for name, city in CUSTOMERS)
    Order.objects.bulk_create(
        Order(
            customer_id=number * 5 % len(CUSTOMERS) + 1,
            placed=FIRST_DAY + datetime.timedelta(days=3 * number),
            paid=number % 4 != 3,
        )
        for number in range(ORDERS)
    )
    Line.objects.bulk_create(
        Line(order_id=order + 1, book_id=(order * 7 + part * 5) % len(BOOKS) + 1, copies=1 + (order + part) % 3)
        for order in range(ORDERS)
        for part in range(1 + order % 3)
    )
