"""What Run executes: your functions with three books. Change it as you like."""

from sqlalchemy import create_engine

import library


def main():
    engine = create_engine("sqlite://")
    library.metadata.create_all(engine)
    books = [
        {"title": "The Queen's Gambit", "year": 1983, "price": 1099, "in_print": True},
        {"title": "Emma", "year": 1815, "price": 850, "in_print": True},
        {"title": "Walden Two", "year": 1948, "price": 999, "in_print": False},
    ]
    print("added:", library.add_books(engine, books))
    print("found:", library.find(engine, [1, 2], "year"))
    print("raised:", library.raise_prices(engine, 10, 1900))
    with engine.begin() as connection:
        print("removed:", library.remove_out_of_print(connection))


if __name__ == "__main__":
    main()
