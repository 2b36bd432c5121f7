"""What Run executes: each method for 30 authors, with its statements and loaded objects counted."""

import models
from repo import Repo
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Mapper, Session


def main():
    BUDGET = {"catalogue": 3, "shelf": 1, "counts": 1, "page": 2, "rated": 1}
    engine = create_engine("sqlite://")
    models.Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        genres = [models.Genre(name=name) for name in ("novel", "gothic", "satire")]
        for a in range(30):
            books = [
                models.Book(title=f"book {a}.{b}", genres=genres[: b % 3], reviews=[models.Review(stars=1 + (a + b) % 5)])
                for b in range(a % 4)
            ]
            session.add(models.Author(name=f"author {a}", books=books))

    statements, loaded = [], []
    event.listen(engine, "before_cursor_execute", lambda c, cursor, sql, *rest: statements.append(sql))
    event.listen(Mapper, "load", lambda target, context: loaded.append(target))
    for name, args in {"catalogue": (), "shelf": (), "counts": (), "page": (2, 5), "rated": (3,)}.items():
        statements.clear()
        loaded.clear()
        with Session(engine) as session:
            result = getattr(Repo(session), name)(*args)
        print(f"{name:10} {len(statements):3} statements of {BUDGET[name]}, {len(loaded):3} objects loaded; begins with {str(result)[:70]}")


if __name__ == "__main__":
    main()
