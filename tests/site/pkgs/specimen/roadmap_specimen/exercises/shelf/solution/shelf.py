BOOKS = [{"title": "Zen"}, {"title": "Art"}]


def titles() -> list[str]:
    return sorted(book["title"] for book in BOOKS)
