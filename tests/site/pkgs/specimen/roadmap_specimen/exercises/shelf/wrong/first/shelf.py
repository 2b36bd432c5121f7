BOOKS = [{"title": "Zen"}, {"title": "Art"}]


def titles() -> list[str]:
    return ["Art"]
